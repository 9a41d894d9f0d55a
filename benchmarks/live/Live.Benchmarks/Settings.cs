using System.Globalization;

namespace Live.Benchmarks;

/// <summary>What the command line asks for, within bounds.</summary>
internal sealed record Settings
{
    public const string Usage =
        "--url http://127.0.0.1:5080 [--viewers 1..500 (200)] [--seconds 4..600 (60)] [--windows 2..20 (4)] [--threads 0..64 (1)] "
        + "[--real-batch 1..256 (24)] [--reconnect [--away 1..120 (30)]]";

    private const int Slack = 120;

    /// <summary>The server; loopback only, since the run it gets is work for that machine.</summary>
    public required Uri Url { get; init; }

    public int Viewers { get; init; } = 200;

    /// <summary>Measured time in all, unwatched and watched.</summary>
    public int Seconds { get; init; } = 60;

    /// <summary>Windows of that time: unwatched and watched in turn, since the machine's speed drifts.</summary>
    public int Windows { get; init; } = 4;

    /// <summary>CPU threads of the run.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Real images per class and iteration: decides how long an iteration takes.</summary>
    public int RealBatch { get; init; } = 24;

    public bool Reconnect { get; init; }

    /// <summary>Seconds that the viewer stays away.</summary>
    public int Away { get; init; } = 30;

    /// <summary>When everything is given up.</summary>
    public TimeSpan Limit => TimeSpan.FromSeconds((Reconnect ? Away : Seconds) + Slack);

    public static Settings? Parse(string[] arguments)
    {
        var values = new Dictionary<string, string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--reconnect") values["--reconnect"] = "true";
            else if (i + 1 < arguments.Length) values[arguments[i]] = arguments[++i];
            else return null;
        }

        string[] known = ["--url", "--viewers", "--seconds", "--windows", "--threads", "--real-batch", "--reconnect", "--away"];
        if (values.Keys.Except(known).Any() || !values.TryGetValue("--url", out var text)) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !url.IsLoopback) return null;
        int?[] numbers =
        [
            Number("--viewers", 200, 1, 500), Number("--seconds", 60, 4, 600), Number("--windows", 4, 2, 20), Number("--threads", 1, 0, 64),
            Number("--real-batch", 24, 1, 256), Number("--away", 30, 1, 120),
        ];
        if (numbers is not [{ } viewers, { } seconds, { } windows, { } threads, { } realBatch, { } away]) return null;
        return new Settings
        {
            Url = url,
            Viewers = viewers,
            Seconds = seconds,
            Windows = windows,
            Threads = threads,
            RealBatch = realBatch,
            Away = away,
            Reconnect = values.ContainsKey("--reconnect"),
        };

        int? Number(string name, int usual, int least, int most) =>
            !values.TryGetValue(name, out var given) ? usual
            : int.TryParse(given, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
    }
}
