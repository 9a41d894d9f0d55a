using System.Globalization;
using Contracts;

namespace Dashboard.Server.Listing;

/// <summary>Reads the values of a query by the kind of their field.</summary>
internal static class QueryValues
{
    private const double Day = 86_400;
    private static readonly DateTimeOffset LastDay = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);     // has no next one

    /// <summary>A number: plain, with an exponent, in percent, or (of a duration) with a unit; null when it is none.</summary>
    public static double? Number(string text, FieldKind kind)
    {
        if (kind == FieldKind.Duration && Span(text) is { } seconds) return seconds;
        var percent = text.EndsWith('%');
        if (!double.TryParse(percent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
        return !double.IsFinite(number) ? null : percent ? number / 100 : number;
    }

    /// <summary>A time as the moments from which and before which it lies: a day has many, "-7d" one. UTC.</summary>
    public static (double From, double To)? Time(string text, DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        if (text.Equals("now", StringComparison.OrdinalIgnoreCase)) return Moment(now);
        if (text.Equals("today", StringComparison.OrdinalIgnoreCase)) return DayOf(today);
        if (text.Equals("yesterday", StringComparison.OrdinalIgnoreCase)) return DayOf(today.AddDays(-1));
        if (text.StartsWith('-') && Span(text[1..]) is { } back) return back < 36_500 * Day ? Moment(now.AddSeconds(-back)) : null;
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, utc, out var day)) return day < LastDay ? DayOf(day) : null;
        string[] forms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.fffK"];
        return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, utc, out var time) ? Moment(time) : null;
    }

    /// <summary>Yes or no; null when it is neither.</summary>
    public static bool? Flag(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "1" => true,
        "false" or "no" or "0" => false,
        _ => null,
    };

    /// <summary>"7d", "12h", "30m", "45s", "2w" in seconds.</summary>
    private static double? Span(string text)
    {
        if (text.Length < 2 || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)) return null;
        return text[^1] switch
        {
            's' => count,
            'm' => count * 60,
            'h' => count * 3600,
            'd' => count * Day,
            'w' => count * 7 * Day,
            _ => null,
        };
    }

    private static (double From, double To) Moment(DateTimeOffset at) => (Milliseconds(at), Milliseconds(at) + 1);

    private static (double From, double To) DayOf(DateTimeOffset day) => (Milliseconds(day), Milliseconds(day.AddDays(1)));

    private static double Milliseconds(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).TotalMilliseconds;
}
