using Contracts;

namespace Dashboard.Server.Artifacts;

/// <summary>Which picture of a stored synthetic set a request asks for.</summary>
internal sealed record FrameQuestion(int Iteration, FrameColours Colours, int? Class, int? Image)
{
    /// <summary>Colours by their name; pixels when none are named, null when there are no such.</summary>
    public static FrameColours? Colouring(string? name) => name is null
        ? FrameColours.Pixels
        : Enum.GetNames<FrameColours>().Contains(name, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<FrameColours>(name, ignoreCase: true) : null;

    /// <summary>Why there is no such picture; null when there is.</summary>
    public string? Fault(SyntheticSetSaved saved)
    {
        if (Class is not null && Image is not null) return "A class or an image, not both.";
        if (Class is { } c && (c < 0 || c >= saved.Classes.Count)) return $"Classes are 0 to {saved.Classes.Count - 1}.";
        return Image is { } i && (i < 0 || i >= saved.Images) ? $"Images are 0 to {saved.Images - 1}." : null;
    }

    /// <summary>What the picture is made of: it changes with the files and the question, with nothing else.</summary>
    public string Tag(SyntheticSetSaved saved, SyntheticSetSaved start)
    {
        var from = Colours is FrameColours.Difference or FrameColours.Signed ? Hash(start.Data) : "";
        return $"{Hash(Colours == FrameColours.Pixels ? saved.Picture : saved.Data)}-{Colours}-{from}-{Class}-{Image}";
    }

    private static string Hash(string name) => Path.GetFileNameWithoutExtension(name);
}
