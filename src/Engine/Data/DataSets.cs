using Contracts;
using Engine.Data.Sources;
using Engine.Runs;

namespace Engine.Data;

/// <summary>The real sets that a spec may name: known ones, made ones, and whatever lies in the data folders.</summary>
public static class DataSets
{
    /// <summary>The built-in sources, for the catalog.</summary>
    public static IReadOnlyList<ComponentDescriptor> Describe() =>
    [
        new(DemoSet.Name, "Fashion-MNIST mini", "5,000 + 1,000 images of Fashion-MNIST that come with the engine.",
            BuiltInSets.FashionMnist.Citation, []),
        .. BuiltInSets.All.Select(set => new ComponentDescriptor(set.Name, set.Title, set.Summary, set.Citation, [])),
        new(Shapes.Name, "Coloured shapes", "Ten kinds of shapes made from the seed, of any size, for trials and tests.", "", []),
    ];

    /// <summary>
    /// Everything that can be named here and now: the built-in sources, then the entries of the data folders. No file is opened.
    /// </summary>
    public static IReadOnlyList<DataSetInfo> List(EngineSettings settings)
    {
        var entries = DataFolderEntries.List(settings.DataFolders);
        var known = BuiltInSets.All.Select(set => Known(set, entries, settings)).ToList();
        var taken = BuiltInSets.All.SelectMany(set => set.Entries.Append(set.Name)).Append(DemoSet.Name).Append(Shapes.Name).ToHashSet();
        return
        [
            new(DemoSet.Name, "Fashion-MNIST mini", "5,000 + 1,000 images of Fashion-MNIST that come with the engine.", RawImages.Embedded,
                true, "MIT"),
            .. known,
            new(Shapes.Name, "Coloured shapes", "Ten kinds of shapes made from the seed, of any size.", RawImages.Made, true,
                "none needed"),
            .. entries.Where(entry => !taken.Contains(entry.Name)).DistinctBy(entry => entry.Name)
                .Select(entry => new DataSetInfo(
                    entry.Name, entry.Name, $"'{entry.FileName}' of a data folder.", RawImages.DataFolder, true, "unknown")),
        ];
    }

    /// <summary>Loads the set of a spec.</summary>
    /// <exception cref="DataException">It is nowhere, or what was found is faulty; every place tried is told.</exception>
    internal static RawImages Load(DataSpec spec, EngineSettings settings, Seeds seeds) =>
        Load(spec, seeds, new SetFinder(settings, Download.Network, set => set.SystemFolder));

    /// <summary>Loads the set of a spec with a finder of one's own.</summary>
    internal static RawImages Load(DataSpec spec, Seeds seeds, SetFinder finder)
    {
        if (spec.ImageSize is < 0 or (> 0 and < 4) or > 1024)
        {
            throw new DataException($"Images can be resized to sides of 4 to 1024 pixels, not {spec.ImageSize}.");
        }

        if (spec.Name == Shapes.Name && string.IsNullOrEmpty(spec.Location)) return Shapes.Load(spec, seeds);
        var raw = spec.Name == DemoSet.Name && string.IsNullOrEmpty(spec.Location) ? DemoSet.Load() : finder.Load(spec, seeds);
        RawImagesCheck.Throw(raw);
        return spec.ImageSize > 0 ? Resized(raw, spec.ImageSize) : raw;
    }

    private static DataSetInfo Known(BuiltInSet set, IReadOnlyList<DataFolderEntry> entries, EngineSettings settings)
    {
        var found = entries.Any(entry => set.Entries.Contains(entry.Name)) ? RawImages.DataFolder
            : set.SystemFolder is { } system && Directory.Exists(system) ? RawImages.SystemPath
            : settings.DownloadFolder is { } folder && set.Downloads.Count > 0
                && set.Downloads.All(file => File.Exists(Path.Combine(folder, set.Name, file.File)))
                ? RawImages.Published
            : "";
        return new DataSetInfo(set.Name, set.Title, set.Summary, found, found.Length > 0, set.Licence);
    }

    private static RawImages Resized(RawImages raw, int side)
    {
        if ((raw.Shape.Height, raw.Shape.Width) == (side, side)) return raw;
        return raw with
        {
            Shape = raw.Shape with { Height = side, Width = side },
            TrainPixels = Resized(raw.TrainPixels),
            TestPixels = Resized(raw.TestPixels),
            Notes = [.. raw.Notes, $"Images of {raw.Shape.Height}×{raw.Shape.Width} were {Resampling.Told} to {side}×{side}."],
        };

        byte[] Resized(byte[] pixels)
        {
            var (shape, size) = (raw.Shape, raw.Shape.Channels * side * side);
            var resized = new byte[(long)(pixels.Length / shape.Size) * size];
            for (var i = 0; i * shape.Size < pixels.Length; i++)
                Resampling.Square(pixels.AsSpan(i * shape.Size, shape.Size), shape.Channels, shape.Height, shape.Width, side)
                    .CopyTo(resized.AsSpan(i * size));
            return resized;
        }
    }
}
