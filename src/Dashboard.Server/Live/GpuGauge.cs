using System.Runtime.InteropServices;

namespace Dashboard.Server.Live;

/// <summary>Load, memory and temperature of NVIDIA GPUs, from the driver's own library where it is installed.</summary>
internal sealed class GpuGauge : IDisposable
{
    private const string Library = "libnvidia-ml.so.1";
    private const uint Celsius = 0;
    private const double MiB = 1024 * 1024;

    private GpuGauge()
    {
    }

    /// <summary>Null without a driver.</summary>
    public static GpuGauge? Open()
    {
        try
        {
            return Start() == 0 ? new GpuGauge() : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return null;
        }
    }

    /// <summary>What can be read of a GPU; the rest is null.</summary>
    public (double? Load, double? Memory, double? Temperature) Read(uint number)
    {
        if (Handle(number, out var device) != 0) return default;
        double? load = Rates(device, out var rates) == 0 ? rates.Gpu : null;
        double? memory = Memory(device, out var bytes) == 0 ? bytes.Used / MiB : null;
        double? temperature = Temperature(device, Celsius, out var degrees) == 0 ? degrees : null;
        return (load, memory, temperature);
    }

    public void Dispose() => _ = Stop();

    [DllImport(Library, EntryPoint = "nvmlInit_v2")]
    private static extern int Start();

    [DllImport(Library, EntryPoint = "nvmlShutdown")]
    private static extern int Stop();

    [DllImport(Library, EntryPoint = "nvmlDeviceGetHandleByIndex_v2")]
    private static extern int Handle(uint index, out nint device);

    [DllImport(Library, EntryPoint = "nvmlDeviceGetUtilizationRates")]
    private static extern int Rates(nint device, out Utilization rates);

    [DllImport(Library, EntryPoint = "nvmlDeviceGetMemoryInfo")]
    private static extern int Memory(nint device, out MemoryInfo memory);

    [DllImport(Library, EntryPoint = "nvmlDeviceGetTemperature")]
    private static extern int Temperature(nint device, uint sensor, out uint degrees);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Utilization
    {
        public readonly uint Gpu;
        public readonly uint MemoryBus;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct MemoryInfo
    {
        public readonly ulong Total;
        public readonly ulong Free;
        public readonly ulong Used;
    }
}
