using Contracts;

namespace Engine.Data.Sources;

/// <summary>
/// A synthetic set in files of PyTorch: images in one and labels in another, or both in one as [images, labels] or a dictionary.
/// </summary>
/// <remarks>
/// Read are the forms that papers publish: trajectory matching and FRePo (two files), and gradient and distribution matching, whose
/// dictionary has under "data" one [images, labels] per experiment; the first is taken.
/// </remarks>
internal static class TorchSet
{
    private static readonly string[] ImageKeys = ["images", "data", "image_syn", "x"];
    private static readonly string[] LabelKeys = ["labels", "targets", "label_syn", "y"];

    /// <summary>Images and labels.</summary>
    /// <param name="path">The file with the images.</param>
    /// <param name="labelsPath">The file with the labels; null when the first has both.</param>
    public static (Npy Images, Npy Labels) Read(string path, string? labelsPath)
    {
        List<Sentence> faults = [];
        var parts = Tried(path, faults);
        var labels = labelsPath is null ? parts.Labels : Labels(labelsPath, faults);
        var label = Path.GetFileName(path);
        if (faults.Count == 0 && parts.Images is null)
            faults.Add($"'{label}' holds neither a tensor of images nor a list or dictionary with one.");
        if (faults.Count == 0 && labels is null)
            faults.Add(labelsPath is null
                ? (Sentence)$"'{label}' holds no labels: name the file that does in mitigation.set.labels."
                : $"'{Path.GetFileName(labelsPath)}' holds no tensor of labels.");
        if (labelsPath is not null && parts.Labels is not null)
            faults.Add($"'{label}' has labels of its own: leave mitigation.set.labels out.");
        return faults.Count == 0 ? (parts.Images!, labels!) : throw new DataException(faults);
    }

    private static (Npy? Images, Npy? Labels) Tried(string path, List<Sentence> faults)
    {
        try
        {
            return Parts(TorchFile.Read(path));
        }
        catch (DataException fault)
        {
            faults.AddRange(fault.Faults);
            return default;
        }
    }

    private static Npy? Labels(string path, List<Sentence> faults)
    {
        try
        {
            return TorchFile.Read(path) switch
            {
                Npy array => array,
                Dictionary<string, object?> dictionary => Value(dictionary, LabelKeys) as Npy,
                _ => null,
            };
        }
        catch (DataException fault)
        {
            faults.AddRange(fault.Faults);
            return null;
        }
    }

    private static (Npy? Images, Npy? Labels) Parts(object? content) => content switch
    {
        Npy images => (images, null),
        List<object?> list => Listed(list),
        object?[] tuple => Listed(tuple),
        Dictionary<string, object?> dictionary => Value(dictionary, ImageKeys) switch
        {
            Npy images => (images, Value(dictionary, LabelKeys) as Npy),
            IReadOnlyList<object?> list => Listed(list),
            _ => default,
        },
        _ => default,
    };

    private static (Npy? Images, Npy? Labels) Listed(IReadOnlyList<object?> list) => list switch
    {
        [Npy images, Npy labels, ..] => (images, labels),
        [IReadOnlyList<object?> first, ..] when first is [Npy images, Npy labels, ..] => (images, labels),
        _ => default,
    };

    private static object? Value(Dictionary<string, object?> dictionary, string[] keys) =>
        keys.Select(key => dictionary.GetValueOrDefault(key)).FirstOrDefault(value => value is not null);
}
