using System.Globalization;

namespace Engine.Runs;

/// <summary>Memory of this process and of the machine, in MiB.</summary>
internal static class MachineMemory
{
    private const double KiBPerMiB = 1024;

    /// <summary>What this process holds now.</summary>
    public static double ProcessMiB => Environment.WorkingSet / 1048576.0;

    /// <summary>What could still be taken: the less of the machine's free memory and of the rest of this process's limit; null where nobody tells.</summary>
    public static double? FreeMiB
    {
        get
        {
            if (Field("/proc/meminfo", "MemAvailable:") is not { } available) return null;
            var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1048576.0;
            return Math.Min(available, Math.Max(0, limit - ProcessMiB));
        }
    }

    private static double? Field(string file, string name)
    {
        if (!File.Exists(file)) return null;
        var line = File.ReadLines(file).FirstOrDefault(text => text.StartsWith(name, StringComparison.Ordinal));
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var number, ..] ? double.Parse(number, CultureInfo.InvariantCulture) / KiBPerMiB : null;
    }
}
