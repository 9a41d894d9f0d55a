namespace Dashboard.Client.Layout;

/// <summary>How one visitor wants things shown: a cookie of the browser, read by the server, so that the first paint is right.</summary>
/// <remarks>Written by early.js and preferences.js: "theme:dark|zone:UTC|density:compact|keys:off|dark:1|local:Asia/Tokyo".</remarks>
public sealed class Preferences
{
    /// <summary>The cookie's name.</summary>
    public const string Cookie = "dashboard";

    /// <summary>The zone of whoever looks, instead of a fixed one.</summary>
    public const string BrowserZone = "browser";

    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <summary>"system", "light" or "dark".</summary>
    public string Theme { get; private set; } = "system";

    /// <summary>"browser" or the IANA name of a time zone.</summary>
    public string ZoneChoice { get; private set; } = BrowserZone;

    /// <summary>"comfortable" or "compact".</summary>
    public string Density { get; private set; } = "comfortable";

    /// <summary>Whether single keys, such as ?, are shortcuts.</summary>
    public bool SingleKeys { get; private set; } = true;

    /// <summary>Whether the dark theme is shown; null before the browser has told what its system wishes.</summary>
    public bool? Dark { get; private set; }

    /// <summary>IANA name of the browser's own zone; empty before it told.</summary>
    public string LocalZone { get; private set; } = "";

    /// <summary>The zone in which times are shown: UTC until the browser told its own.</summary>
    public TimeZoneInfo Zone => _zone;

    /// <summary>Whether nothing more has to be asked of the browser before the first paint.</summary>
    public bool IsKnown => Dark is not null && LocalZone.Length > 0;

    /// <summary>Raised after <see cref="Read"/>.</summary>
    public event Action? Changed;

    /// <summary>Takes what a cookie says; what it does not say, or says wrongly, has its default.</summary>
    public void Read(string? cookie)
    {
        var said = (cookie ?? "").Split('|').Select(part => part.Split(':', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.Last()[1]);
        Theme = OneOf(said.GetValueOrDefault("theme"), "system", "light", "dark");
        Density = OneOf(said.GetValueOrDefault("density"), "comfortable", "compact");
        SingleKeys = said.GetValueOrDefault("keys") != "off";
        Dark = Theme != "system" ? Theme == "dark" : said.GetValueOrDefault("dark") switch { "1" => true, "0" => false, _ => null };
        LocalZone = Find(said.GetValueOrDefault("local")) is { } local ? local.Id : "";
        var chosen = Find(said.GetValueOrDefault("zone"));
        ZoneChoice = chosen?.Id ?? BrowserZone;
        _zone = chosen ?? Find(LocalZone) ?? TimeZoneInfo.Utc;
        Changed?.Invoke();
    }

    /// <summary>A time in the chosen zone, by the culture; where it can, a page shows a When, which tells UTC too.</summary>
    /// <param name="at">The time.</param>
    /// <param name="format">A standard format of .NET: "g" for date and time, "T" for the time to the second, "t" for hours and minutes.</param>
    public string Time(DateTimeOffset at, string format = "g") =>
        TimeZoneInfo.ConvertTime(at, Zone).ToString(format, System.Globalization.CultureInfo.CurrentCulture);

    private static string OneOf(string? said, params string[] known) => said is not null && known.Contains(said) ? said : known[0];

    private static TimeZoneInfo? Find(string? name) =>
        name is { Length: > 0 and < 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
