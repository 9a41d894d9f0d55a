using System.Globalization;
using Contracts;

namespace Dashboard.Client.Features.Library;

/// <summary>Code that loads a version, as people copy it. The texts are files of their own, which tests run.</summary>
public static class Snippets
{
    /// <summary>Names of the snippets, in the order of their tabs.</summary>
    public static IReadOnlyList<string> Names { get; } = ["pytorch", "numpy", "csharp"];

    /// <summary>A snippet with the figures of a version.</summary>
    public static string Of(string name, LibraryVersion version) => Text(name switch
    {
        "pytorch" => "pytorch.py",
        "numpy" => "numpy.py",
        _ => "SyntheticNpz.cs",
    }).Replace("{epochs}", version.Spec.Evaluation.Epochs.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{rate}", version.Spec.Evaluation.LearningRate.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>How it is called where it is shown.</summary>
    public static string Title(string name) => name switch { "pytorch" => "PyTorch", "numpy" => "NumPy", _ => "C#" };

    private static string Text(string file)
    {
        using var stream = typeof(Snippets).Assembly.GetManifestResourceStream("use/" + file)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
