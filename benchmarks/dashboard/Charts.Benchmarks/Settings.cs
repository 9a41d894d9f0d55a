using System.Globalization;

namespace Charts.Benchmarks;

/// <summary>What the command line asks for, within bounds.</summary>
internal sealed record Settings
{
    public const string Usage =
        "history|browser|viewers [--points 1000..200000 (100000)] [--runs 1..20 (10)] [--viewers 1..200 (12)] [--seconds 5..300 (20)] "
        + "[--train 0|1 (1 for browser)] [--height 400..4000 (1000)]";

    private static readonly string[] Commands = ["host", "history", "browser", "viewers"];

    public required string Command { get; init; }

    /// <summary>Points of each series.</summary>
    public int Points { get; init; }

    /// <summary>Runs in one chart.</summary>
    public int Runs { get; init; }

    public int Viewers { get; init; }

    /// <summary>Length of a measured window.</summary>
    public int Seconds { get; init; }

    /// <summary>Whether the engine trains beside on one thread.</summary>
    public bool Train { get; init; }

    /// <summary>Height of the browser's window: charts out of sight cost less than others.</summary>
    public int Height { get; init; }

    /// <summary>Storage folder of the host.</summary>
    public string Folder { get; init; } = "";

    public static Settings? Parse(string[] arguments)
    {
        if (arguments.Length % 2 == 0 || !Commands.Contains(arguments[0])) return null;
        var values = arguments.Skip(1).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        if (values.Keys.Except(["--points", "--runs", "--viewers", "--seconds", "--train", "--height", "--folder"]).Any()) return null;
        int?[] numbers =
        [
            Number("--points", 100_000, 0, 200_000), Number("--runs", 10, 1, 20), Number("--viewers", 12, 1, 200), Number("--seconds", 20, 5, 300),
            Number("--train", arguments[0] == "browser" ? 1 : 0, 0, 1), Number("--height", 1_000, 400, 4_000),
        ];
        if (numbers is not [{ } points, { } runs, { } viewers, { } seconds, { } train, { } height]) return null;
        return new Settings
        {
            Command = arguments[0],
            Points = points,
            Runs = runs,
            Viewers = viewers,
            Seconds = seconds,
            Train = train == 1,
            Height = height,
            Folder = values.GetValueOrDefault("--folder", ""),
        };

        int? Number(string name, int usual, int least, int most) =>
            !values.TryGetValue(name, out var given) ? usual
            : int.TryParse(given, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
    }
}
