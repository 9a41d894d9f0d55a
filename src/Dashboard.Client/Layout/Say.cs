using System.Globalization;
using Contracts;

namespace Dashboard.Client.Layout;

/// <summary>How numbers and times are written for people.</summary>
internal static class Say
{
    public const string Nothing = "–";

    /// <summary>A number of things; nothing while unknown.</summary>
    public static string Whole(int count) => count == 0 ? Nothing : count.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>A quantity rounded to a whole number.</summary>
    public static string Rounded(double value) => value.ToString("N0", CultureInfo.CurrentCulture);

    public static string Percent(double? share) =>
        share is { } value ? (value * 100).ToString("0.0", CultureInfo.CurrentCulture) + " %" : Nothing;

    public static string Points(double? difference) =>
        difference is { } value ? (value * 100).ToString("+0.0;−0.0;0.0", CultureInfo.CurrentCulture) : Nothing;

    /// <summary>Percent; the deviation only where there is more than one repeat to deviate.</summary>
    public static string Accuracy(Score? score) => score switch
    {
        null => Nothing,
        { Count: 1 } => string.Create(CultureInfo.CurrentCulture, $"{score.Mean * 100:0.0}"),
        _ => string.Create(CultureInfo.CurrentCulture, $"{score.Mean * 100:0.0} ± {score.Deviation * 100:0.0}"),
    };

    /// <summary>A number beside an axis.</summary>
    public static string Short(double value) => value != 0 && (Math.Abs(value) >= 1e6 || Math.Abs(value) < 1e-3)
        ? value.ToString("0.#E+0", CultureInfo.CurrentCulture)
        : value.ToString("#,0.####", CultureInfo.CurrentCulture);

    /// <summary>Floating-point operations, in powers of ten.</summary>
    public static string Flops(double operations) => operations > 0 ? operations.ToString("0.0E+0", CultureInfo.InvariantCulture) : Nothing;

    public static string Memory(double mebibytes) => mebibytes >= 1024
        ? string.Create(CultureInfo.CurrentCulture, $"{mebibytes / 1024:0.0} GiB")
        : string.Create(CultureInfo.CurrentCulture, $"{mebibytes:0} MiB");

    /// <summary>Bytes of a file or folder.</summary>
    public static string Size(long bytes) => bytes is >= 1024 * 1024 and < 100 * 1024 * 1024
        ? string.Create(CultureInfo.CurrentCulture, $"{bytes / (1024.0 * 1024):0.0} MiB")
        : bytes >= 1024 * 1024 ? Memory(bytes / (1024.0 * 1024))
        : string.Create(CultureInfo.CurrentCulture, $"{bytes / 1024.0:0.0} KiB");

    public static string Duration(TimeSpan? span) => span switch
    {
        null => Nothing,
        { TotalHours: >= 1 } s => string.Create(CultureInfo.InvariantCulture, $"{(int)s.TotalHours}:{s.Minutes:00}:{s.Seconds:00}"),
        { } s => string.Create(CultureInfo.InvariantCulture, $"{s.Minutes}:{Math.Max(0, s.Seconds):00}"),
    };

    public static TimeSpan? Elapsed(RunSummary run, DateTimeOffset now) => run.StartedAt is { } began ? (run.EndedAt ?? now) - began : null;
}
