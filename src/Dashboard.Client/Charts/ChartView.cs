using System.Globalization;

namespace Dashboard.Client.Charts;

/// <summary>How a chart is looked at; lives in the address of the page.</summary>
public sealed record ChartView
{
    public bool LogX { get; init; }

    public bool LogY { get; init; }

    /// <summary>Whether evaluations, checkpoints and resumes are left out.</summary>
    public bool HideMarks { get; init; }

    /// <summary>Weight of the past, 0 (none) to 0.99.</summary>
    public double Smoothing { get; init; }

    /// <summary>First iteration of the zoom; null to follow the live edge.</summary>
    public long? From { get; init; }

    /// <summary>Last iteration of the zoom; null to follow the live edge.</summary>
    public long? To { get; init; }

    /// <summary>A smoothing weight from text, within its range.</summary>
    public static double Weight(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) ? Math.Clamp(weight, 0, 0.99) : 0;

    /// <summary>As it stands in an address: "xy0.60z10-200"; null for the plain view.</summary>
    public string? ToQuery()
    {
        var text = (LogX ? "x" : "") + (LogY ? "y" : "") + (HideMarks ? "m" : "");
        if (Smoothing > 0) text += string.Create(CultureInfo.InvariantCulture, $"s{Smoothing:0.00}");
        if (From is { } from && To is { } to) text += string.Create(CultureInfo.InvariantCulture, $"z{from}-{to}");
        return text.Length == 0 ? null : text;
    }

    /// <summary>Reads what <see cref="ToQuery"/> wrote; anything else is the plain view.</summary>
    public static ChartView Parse(string? text)
    {
        var view = new ChartView();
        if (string.IsNullOrEmpty(text)) return view;
        var (head, zoom) = Cut(text, 'z');
        var (flags, weight) = Cut(head, 's');
        var (from, to) = Cut(zoom, '-');
        view = view with
        {
            LogX = flags.Contains('x', StringComparison.Ordinal),
            LogY = flags.Contains('y', StringComparison.Ordinal),
            HideMarks = flags.Contains('m', StringComparison.Ordinal),
            Smoothing = Weight(weight),
        };
        return long.TryParse(from, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(to, CultureInfo.InvariantCulture, out var last) && first < last
            ? view with { From = first, To = last }
            : view;
    }

    private static (string Before, string After) Cut(string text, char at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (text, "") : (text[..place], text[(place + 1)..]);
    }
}
