using Contracts;
using Engine.Runs;

namespace Engine.Data.Sources;

/// <summary>Looks for a set in a fixed order of places and tells every place that it tried.</summary>
/// <remarks>
/// Order: the entry that the user named, the data folders, earlier downloads, the system's package, the published address, the embedded
/// mini set.
/// </remarks>
/// <param name="settings">Data folders and download folder.</param>
/// <param name="network">How to reach published addresses.</param>
/// <param name="systemFolder">Where packages of the operating system put a built-in set, if one does.</param>
internal sealed class SetFinder(EngineSettings settings, Func<HttpMessageHandler> network, Func<BuiltInSet, string?> systemFolder)
{
    private readonly List<Sentence> _tried = [];

    /// <summary>Loads the set of a spec from the first place that has it.</summary>
    public RawImages Load(DataSpec spec, Seeds seeds)
    {
        var known = BuiltInSets.All.FirstOrDefault(set => set.Name == spec.Name);
        if (FromLocation(spec, seeds) is { } given) return given;
        if (known is null) return FromFolder(spec, seeds) ?? throw Nowhere(spec.Name);
        var found = FromFolders(known, spec, seeds) ?? FromDownloads(known, spec, seeds) ?? FromSystem(known, spec, seeds)
            ?? FromPublishedAddress(known, spec, seeds);
        if (found is not null) return found with { Notes = [.. found.Notes, .. _tried.Select(tried => tried.ToString()).Where(IsFault)] };
        return known == BuiltInSets.FashionMnist ? Mini()
            : throw new DataException([$"{known.Title} was not found.", .. _tried, $"Remedy: {known.Hint}."]);
    }

    private RawImages? FromLocation(DataSpec spec, Seeds seeds)
    {
        if (string.IsNullOrEmpty(spec.Location)) return null;
        if (DataFolderEntries.Find(settings.DataFolders, spec.Location) is { } entry)
        {
            var name = IsKnownEntry(entry, spec.Name) ? spec.Name : entry.Name;
            return Read(entry.Path, name, spec, seeds) with { Found = RawImages.PathGiven };
        }

        _tried.Add($"Fault: no data folder has an entry '{spec.Location}'.");
        return null;
    }

    private RawImages? FromFolder(DataSpec spec, Seeds seeds) =>
        DataFolderEntries.Find(settings.DataFolders, spec.Name) is { } entry
            ? Read(entry.Path, entry.Name, spec, seeds) with { Found = RawImages.DataFolder }
            : null;

    private RawImages? FromFolders(BuiltInSet known, DataSpec spec, Seeds seeds)
    {
        var entries = DataFolderEntries.List(settings.DataFolders).Where(entry => IsKnownEntry(entry, known.Name)).ToList();
        if (entries.Count == 0)
        {
            _tried.Add($"Data folders ({settings.DataFolders.Count}): no entry named {string.Join(", ", known.Entries)}.");
        }

        return entries.Select(entry => Tried($"data folder entry '{entry.FileName}'", entry.Path, known.Name, spec, seeds))
            .FirstOrDefault(raw => raw is not null)
            is { } raw ? raw with { Found = RawImages.DataFolder } : null;
    }

    private RawImages? FromDownloads(BuiltInSet known, DataSpec spec, Seeds seeds)
    {
        if (DownloadPath(known) is not { } folder || !known.Downloads.All(file => File.Exists(Path.Combine(folder, file.File))))
        {
            return null;
        }

        return FromDownloaded("earlier download", known, folder, spec, seeds);
    }

    private RawImages? FromSystem(BuiltInSet known, DataSpec spec, Seeds seeds)
    {
        if (systemFolder(known) is not { } folder) return null;
        if (Directory.Exists(folder))
        {
            return Tried("system package", folder, known.Name, spec, seeds) is { } raw ? raw with { Found = RawImages.SystemPath } : null;
        }

        _tried.Add($"System: no folder {folder}.");
        return null;
    }

    private RawImages? FromPublishedAddress(BuiltInSet known, DataSpec spec, Seeds seeds)
    {
        if (known.Downloads.Count == 0)
        {
            _tried.Add("Published address: none with a hash that can be checked.");
            return null;
        }

        if (DownloadPath(known) is not { } folder)
        {
            _tried.Add("Published address: downloads are switched off.");
            return null;
        }

        try
        {
            using var handler = network();
            var download = new Download(handler);
            foreach (var file in known.Downloads) download.Fetch(file, folder);
        }
        catch (DataException fault)
        {
            _tried.Add($"Published address: {fault.Faults[0]}");
            return null;
        }

        return FromDownloaded("published address", known, folder, spec, seeds);
    }

    private RawImages? FromDownloaded(Sentence place, BuiltInSet known, string folder, DataSpec spec, Seeds seeds)
    {
        var path = known.Downloads.Count == 1 ? Path.Combine(folder, known.Downloads[0].File) : folder;
        return Tried(place, path, known.Name, spec, seeds) is { } raw ? raw with { Found = RawImages.Published } : null;
    }

    private RawImages? Tried(Sentence place, string path, string name, DataSpec spec, Seeds seeds)
    {
        try
        {
            return Read(path, name, spec, seeds);
        }
        catch (DataException fault)
        {
            _tried.AddRange(fault.Faults.Take(5).Select(Sentence (text) => $"Fault: {place}: {text}"));
            return null;
        }
    }

    private static RawImages Read(string path, string name, DataSpec spec, Seeds seeds) =>
        SetReader.Read(path, name, spec.ImageSize, seeds);

    private RawImages Mini()
    {
        var mini = DemoSet.Load();
        return mini with
        {
            Notes =
            [
                "Fashion-MNIST itself was not found, so this run uses its embedded mini set.",
                .. mini.Notes, .. _tried.Select(tried => tried.ToString()), $"Remedy: {BuiltInSets.FashionMnist.Hint}.",
            ],
        };
    }

    private DataException Nowhere(string name)
    {
        var present = DataFolderEntries.List(settings.DataFolders).Select(entry => entry.Name);
        var all = new[] { DemoSet.Name, Shapes.Name }.Concat(BuiltInSets.All.Select(set => set.Name)).Concat(present).Distinct();
        return new DataException([$"There is no data set '{EntryNames.Shown(name)}'; there are: {string.Join(", ", all)}.", .. _tried]);
    }

    private string? DownloadPath(BuiltInSet known) => settings.DownloadFolder is { } folder ? Path.Combine(folder, known.Name) : null;

    private static bool IsKnownEntry(DataFolderEntry entry, string set) =>
        BuiltInSets.All.FirstOrDefault(known => known.Name == set)?.Entries.Contains(entry.Name) ?? false;

    private static bool IsFault(string tried) => tried.StartsWith("Fault:", StringComparison.Ordinal);
}
