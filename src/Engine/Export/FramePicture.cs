using Contracts;

namespace Engine.Export;

/// <summary>Which picture of a stored synthetic set is asked for.</summary>
public sealed record FramePicture
{
    /// <summary>Its files: the arrays, and the picture of all images.</summary>
    public required (string Data, string Picture) Files { get; init; }

    /// <summary>The arrays of the first stored set, for differences.</summary>
    public required string Start { get; init; }

    /// <summary>Images, classes, and the sides of an image.</summary>
    public required SyntheticSetSaved Set { get; init; }

    /// <summary>What colours mean. Default: pixels.</summary>
    public FrameColours Colours { get; init; }

    /// <summary>Only the images of a class; null for all.</summary>
    public int? Class { get; init; }

    /// <summary>Only one image; null for all.</summary>
    public int? Image { get; init; }
}
