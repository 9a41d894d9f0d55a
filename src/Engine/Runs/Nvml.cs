using System.Runtime.InteropServices;
using System.Text;
using Contracts;

namespace Engine.Runs;

/// <summary>Reads NVIDIA GPUs through the driver's management library, where there is one. Nothing is required to be installed.</summary>
internal static class Nvml
{
    private const string Library = "libnvidia-ml.so.1";
    private const int Success = 0;
    private static readonly Lazy<IReadOnlyList<Gpu>> Found = new(Find);

    /// <summary>The GPUs in the driver's order; empty without a driver.</summary>
    public static IReadOnlyList<Gpu> Devices => Found.Value;

    /// <summary>Utilisation in percent, memory in use in MiB, temperature in °C; null when the driver does not say.</summary>
    public static (double Utilization, double MemoryUsedMiB, double Temperature)? Read(Gpu gpu)
    {
        const int gpuSensor = 0;
        return nvmlDeviceGetUtilizationRates(gpu.Handle, out var rates) == Success
            && nvmlDeviceGetMemoryInfo(gpu.Handle, out var memory) == Success
            && nvmlDeviceGetTemperature(gpu.Handle, gpuSensor, out var temperature) == Success
                ? (rates.Gpu, memory.Used / 1048576.0, temperature)
                : null;
    }

    private static List<Gpu> Find()
    {
        var gpus = new List<Gpu>();
        if (!NativeLibrary.TryLoad(Library, out _) || nvmlInit_v2() != Success || nvmlDeviceGetCount_v2(out var count) != Success) return gpus;
        for (uint i = 0; i < count; i++)
        {
            var name = new byte[96];
            if (nvmlDeviceGetHandleByIndex_v2(i, out var handle) != Success || nvmlDeviceGetName(handle, name, (uint)name.Length) != Success) continue;
            var memory = nvmlDeviceGetMemoryInfo(handle, out var info) == Success ? info.Total / 1048576.0 : 0;
            gpus.Add(new Gpu(new DeviceDescription($"cuda:{i}", Encoding.UTF8.GetString(name).TrimEnd('\0'), memory), handle));
        }

        return gpus;
    }

    [DllImport(Library)]
    private static extern int nvmlInit_v2();

    [DllImport(Library)]
    private static extern int nvmlDeviceGetCount_v2(out uint count);

    [DllImport(Library)]
    private static extern int nvmlDeviceGetHandleByIndex_v2(uint index, out nint device);

    [DllImport(Library)]
    private static extern int nvmlDeviceGetName(nint device, byte[] name, uint length);

    [DllImport(Library)]
    private static extern int nvmlDeviceGetUtilizationRates(nint device, out Utilization rates);

    [DllImport(Library)]
    private static extern int nvmlDeviceGetMemoryInfo(nint device, out Memory memory);

    [DllImport(Library)]
    private static extern int nvmlDeviceGetTemperature(nint device, int sensor, out uint temperature);

    /// <summary>One GPU.</summary>
    internal sealed record Gpu(DeviceDescription Description, nint Handle);

    [StructLayout(LayoutKind.Sequential)]
    private struct Utilization
    {
        public uint Gpu;
        public uint MemoryBus;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Memory
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }
}
