using System.Globalization;

namespace Dashboard.Client.Charts;

/// <summary>How a chart is looked at; lives in the address of the page.</summary>
public sealed record ChartView
{
    private const double LargestWeight = 0.99;

    public bool LogX { get; init; }

    public bool LogY { get; init; }

    /// <summary>Whether evaluations, checkpoints and resumes are left out.</summary>
    public bool HideMarks { get; init; }

    /// <summary>Whether the axis reaches to every outlier too.</summary>
    public bool AllPoints { get; init; }

    public ChartAxis Axis { get; init; }

    public ChartSmoother Smoother { get; init; }

    /// <summary>Weight of the past, 0 (none) to 0.99.</summary>
    public double Smoothing { get; init; }

    /// <summary>Where the zoom begins, in what x is; null to follow the live edge.</summary>
    public double? From { get; init; }

    /// <summary>Where the zoom ends; null to follow the live edge.</summary>
    public double? To { get; init; }

    /// <summary>The same settings without a zoom.</summary>
    public ChartView Whole => this with { From = null, To = null };

    /// <summary>A smoothing weight from text, within its range.</summary>
    public static double Weight(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) ? Math.Clamp(weight, 0, LargestWeight) : 0;

    /// <summary>As it stands in an address: "xyrgs0.60z10_200"; null for the plain view.</summary>
    public string? ToQuery()
    {
        var text = string.Concat(Letters().Where(letter => letter.Is).Select(letter => letter.Name));
        if (Smoothing > 0) text += string.Create(CultureInfo.InvariantCulture, $"s{Smoothing:0.00}");
        if (From is { } from && To is { } to) text += string.Create(CultureInfo.InvariantCulture, $"z{from:R}_{to:R}");
        return text.Length == 0 ? null : text;
    }

    /// <summary>Reads what <see cref="ToQuery"/> wrote; anything else is the plain view.</summary>
    public static ChartView Parse(string? text)
    {
        var view = new ChartView();
        if (string.IsNullOrEmpty(text)) return view;
        var (head, zoom) = Cut(text, 'z');
        var (flags, weight) = Cut(head, 's');
        var (from, to) = Cut(zoom, zoom.Contains('_', StringComparison.Ordinal) ? '_' : '-');     // '-' stood in addresses before
        view = view with
        {
            LogX = flags.Contains('x', StringComparison.Ordinal),
            LogY = flags.Contains('y', StringComparison.Ordinal),
            HideMarks = flags.Contains('m', StringComparison.Ordinal),
            AllPoints = flags.Contains('o', StringComparison.Ordinal),
            Axis = flags.Contains('r', StringComparison.Ordinal) ? ChartAxis.Relative
                : flags.Contains('w', StringComparison.Ordinal) ? ChartAxis.Wall : ChartAxis.Step,
            Smoother = flags.Contains('g', StringComparison.Ordinal) ? ChartSmoother.Gaussian
                : flags.Contains('a', StringComparison.Ordinal) ? ChartSmoother.Mean : ChartSmoother.Ema,
            Smoothing = Weight(weight),
        };
        return Number(from) is { } first && Number(to) is { } last && first < last ? view with { From = first, To = last } : view;
    }

    private (bool Is, string Name)[] Letters() =>
    [
        (LogX, "x"), (LogY, "y"), (HideMarks, "m"), (AllPoints, "o"), (Axis == ChartAxis.Relative, "r"), (Axis == ChartAxis.Wall, "w"),
        (Smoother == ChartSmoother.Mean, "a"), (Smoother == ChartSmoother.Gaussian, "g"),
    ];

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static (string Before, string After) Cut(string text, char at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (text, "") : (text[..place], text[(place + 1)..]);
    }
}
