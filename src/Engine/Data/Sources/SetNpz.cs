namespace Engine.Data.Sources;

/// <summary>A synthetic set in one .npz: our own, which tells classes and preprocessing, or anybody's images and labels.</summary>
internal static class SetNpz
{
    private static readonly string[] VectorNames = ["soft_labels", "softLabels", "labels_soft"];
    private static readonly string[] SpaceArrays = ["mean", "std", "zcaMean", "zcaMatrix"];

    /// <summary>
    /// Reads the set. Label vectors N×K may lie in the array of the labels or in one beside it; class ids beside them tell the classes, whatever entry
    /// of a vector is largest.
    /// </summary>
    public static SetParts Read(string path, ImageDataset real)
    {
        using var tree = FileTree.Open(path);
        var images = NpzSet.Array(tree, NpzSet.TrainImages);
        var vectors = NpzSet.Array(tree, VectorNames);
        var ids = NpzSet.Array(tree, NpzSet.TrainLabels);
        var labels = vectors ?? ids;
        if (images is null || labels is null)
        {
            var present = string.Join(", ", tree.Files.Select(file => EntryNames.Shown(file.Name)).Take(20));
            throw new DataException(
                $"'{tree.Label}' needs images ({string.Join(", ", NpzSet.TrainImages)}) and labels "
                + $"({string.Join(", ", NpzSet.TrainLabels)}); it holds: {present}.");
        }

        var own = NpzSet.Array(tree, ["preprocessing"])?.ToTexts() is [var name] ? name : null;
        var parts = SetParts.From(tree.Label, images, labels, real);
        return parts with
        {
            Labels = vectors is null || ids is null ? parts.Labels : parts.Labels.WithClasses(ids, real.Classes.Count),
            Classes = own is null ? null : NpzSet.Array(tree, ["classes"])?.ToTexts(),
            Space = own is null ? null : new StoredSpace(own, Arrays(tree)),
        };
    }

    private static Dictionary<string, Npy> Arrays(FileTree tree) =>
        SpaceArrays.Select(name => (Name: name, Array: NpzSet.Array(tree, [name]))).Where(array => array.Array is not null)
            .ToDictionary(array => array.Name, array => array.Array!);
}
