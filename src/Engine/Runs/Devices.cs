using System.Globalization;
using Contracts;

namespace Engine.Runs;

/// <summary>What there is to run on, and what it does now.</summary>
public static class Devices
{
    private const string Auto = "auto", Cpu = "cpu";

    /// <summary>Every device: GPUs first, the CPU last.</summary>
    public static IReadOnlyList<DeviceDescription> List() =>
        [.. Nvml.Devices.Select(gpu => gpu.Description), new DeviceDescription(Cpu, CpuTitle(), MachineMemoryMiB())];

    /// <summary>Newest series of a device, for the log of a run: empty where it cannot be read, as for the CPU.</summary>
    public static IReadOnlyDictionary<string, double> Read(string device)
    {
        var gpu = Nvml.Devices.FirstOrDefault(candidate => candidate.Description.Name == device);
        if (gpu is null || Nvml.Read(gpu) is not { } reading) return new Dictionary<string, double>();
        return new Dictionary<string, double> { [Series.DeviceUtilization] = reading.Utilization, [Series.DeviceMemory] = reading.MemoryUsedMiB };
    }

    /// <summary>Utilisation (percent), memory in use (MiB) and temperature (°C) of a GPU; null for the CPU or where it cannot be read.</summary>
    public static (double Utilization, double MemoryUsedMiB, double Temperature)? ReadGpu(string device) =>
        Nvml.Devices.FirstOrDefault(candidate => candidate.Description.Name == device) is { } gpu ? Nvml.Read(gpu) : null;

    /// <summary>The device that a spec and the settings mean.</summary>
    /// <exception cref="RunFault">There is no such device.</exception>
    internal static string Resolve(string asked, EngineSettings settings)
    {
        var wanted = asked == Auto ? settings.Device : asked;
        if (wanted == Auto) return CudaCount() > 0 ? "cuda:0" : Cpu;
        if (wanted == Cpu) return Cpu;
        var count = CudaCount();
        var index = wanted.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(wanted.AsSpan(5), CultureInfo.InvariantCulture, out var i) ? i : -1;
        return index >= 0 && index < count ? wanted : throw new RunFault($"There is no device {wanted}; there are cpu{string.Concat(Enumerable.Range(0, count).Select(n => $", cuda:{n}"))}.");
    }

    private static int CudaCount() => TorchSharp.torch.cuda.is_available() ? TorchSharp.torch.cuda.device_count() : 0;

    private static string CpuTitle()
    {
        const string file = "/proc/cpuinfo";
        var model = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;
        return $"{model ?? "CPU"}, {Environment.ProcessorCount} cores";
    }

    private static double MachineMemoryMiB() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1048576.0;
}
