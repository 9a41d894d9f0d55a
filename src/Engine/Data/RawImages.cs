using Engine.Numerics;

namespace Engine.Data;

/// <summary>A real set as it was found: bytes and labels, before any preprocessing.</summary>
internal sealed record RawImages
{
    /// <summary>Where it was found: the entry that the user named.</summary>
    public const string PathGiven = "path given";

    /// <summary>Where it was found: an entry of a data folder.</summary>
    public const string DataFolder = "data folder";

    /// <summary>Where it was found: a package of the operating system.</summary>
    public const string SystemPath = "system";

    /// <summary>Where it was found: its published address, or the verified copy of an earlier download.</summary>
    public const string Published = "published address";

    /// <summary>Where it was found: inside the engine.</summary>
    public const string Embedded = "embedded";

    /// <summary>Where it was found: made by our own code.</summary>
    public const string Made = "made";

    /// <summary>Name as in a spec.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>Which of the places above it came from.</summary>
    public string Found { get; init; } = DataFolder;

    /// <summary>Licence, or "unknown" for a set that the user brought.</summary>
    public string Licence { get; init; } = "unknown";

    /// <summary>Shape of every image.</summary>
    public required ImageShape Shape { get; init; }

    /// <summary>Names of the classes, in the order of the labels.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Train pixels: images × channels × height × width, planar.</summary>
    public required byte[] TrainPixels { get; init; }

    /// <summary>Label of each train image.</summary>
    public required int[] TrainLabels { get; init; }

    /// <summary>Test pixels, laid out as the train pixels.</summary>
    public required byte[] TestPixels { get; init; }

    /// <summary>Label of each test image.</summary>
    public required int[] TestLabels { get; init; }

    /// <summary>Whether this is the embedded mini set, whose scores never stand beside those of the full set.</summary>
    public bool Mini { get; init; }

    /// <summary>What the user should know: a split that was made, a set that stands in for another.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
