using System.Globalization;

namespace Dashboard.Client.Layout;

/// <summary>The ways of writing numbers and dates that a visitor may choose; the language of the words is chosen apart.</summary>
public static class NumberCultures
{
    /// <summary>In the order in which they are offered.</summary>
    public static IReadOnlyList<CultureInfo> All { get; } =
        [.. new[] { "en", "ja", "en-GB", "de", "fr", "de-CH", "en-IN" }.Select(CultureInfo.GetCultureInfo)];
}
