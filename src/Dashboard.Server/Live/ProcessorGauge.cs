using System.Globalization;

namespace Dashboard.Server.Live;

/// <summary>Load and memory of the machine, from the kernel's own tables; all null where there are none.</summary>
internal sealed class ProcessorGauge
{
    private const string LoadTable = "/proc/stat";
    private const string MemoryTable = "/proc/meminfo";
    private const int IdleColumn = 3;
    private const int WaitColumn = 4;
    private (long Busy, long Total) _last;

    /// <summary>Percent busy since the last reading, and MiB in use.</summary>
    public (double? Load, double? Memory, double? Temperature) Read() =>
        File.Exists(LoadTable) && File.Exists(MemoryTable)
            ? (Load(File.ReadLines(LoadTable).First()), Memory(File.ReadLines(MemoryTable)), null) : default;

    /// <summary>From the line "cpu user nice system idle iowait …"; null for the first one.</summary>
    public double? Load(string line)
    {
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToList();
        var total = ticks.Sum();
        var now = (Busy: total - ticks[IdleColumn] - ticks[WaitColumn], Total: total);
        var (busy, all) = (now.Busy - _last.Busy, now.Total - _last.Total);
        var isFirst = _last.Total == 0;
        _last = now;
        return isFirst || all <= 0 ? null : Math.Clamp(100.0 * busy / all, 0, 100);
    }

    /// <summary>MiB that are not available to others.</summary>
    public static double? Memory(IEnumerable<string> lines)
    {
        var table = lines.Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        return table.TryGetValue("MemTotal", out var total) && table.TryGetValue("MemAvailable", out var free)
            ? (KiB(total) - KiB(free)) / 1024 : null;
    }

    private static double KiB(string text) => double.Parse(text.Trim().Split(' ')[0], CultureInfo.InvariantCulture);
}
