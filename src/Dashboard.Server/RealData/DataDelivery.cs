using Contracts;
using Dashboard.Client.Doors;
using Engine.Data;

namespace Dashboard.Server.RealData;

/// <summary>A set on its way in: what was asked, and its files under names that are ours.</summary>
/// <param name="Asked">The registration.</param>
/// <param name="Origin">"upload", "folder" or "url".</param>
/// <param name="From">Where it comes from, for people.</param>
/// <param name="Ending">Ending of the one file; empty for a folder of files.</param>
/// <param name="Files">The files; the one file of an archive has no name.</param>
/// <param name="Hash">SHA-256 that it must have; empty for any.</param>
internal sealed record DataDelivery(
    DataSetRegistration Asked, string Origin, string From, string Ending, IReadOnlyList<DataSetFile> Files, string Hash = "")
{
    private const int MostShown = 120;

    /// <summary>The delivery of uploaded files; or why their names make no set.</summary>
    public static (DataDelivery? Delivery, Sentence? Fault) Of(DataSetRegistration asked, string origin, string from, IReadOnlyList<DataSetFile> files)
    {
        if (files is [var one] && EndingOf(one.FileName) is { } ending)
            return (new DataDelivery(asked, origin, from, ending, [one with { FileName = "" }]), null);
        var idx = files.Select(file => (File: file, Name: IdxName(file.FileName))).ToList();
        if (idx.Count == 0 || idx.Any(file => file.Name is null))
            return (null, $"A set is one file that ends in {string.Join(", ", DataSetNames.Endings)}, or the idx files {string.Join(", ", DataSetNames.IdxFiles)}, packed (.gz) or not.");
        var names = idx.Select(file => file.Name!.Replace(".gz", "", StringComparison.Ordinal)).ToList();
        if (names.Distinct().Count() != names.Count || (names.Count != 2 && names.Count != 4) || !DataSetNames.IdxFiles.Take(names.Count).All(names.Contains))
            return (null, $"Of idx files either two are given, {DataSetNames.IdxFiles[0]} and {DataSetNames.IdxFiles[1]}, or all four.");
        return (new DataDelivery(asked, origin, from, "", [.. idx.Select(file => file.File with { FileName = file.Name! })]), null);
    }

    /// <summary>Names of files, for people.</summary>
    public static string Shown(IEnumerable<DataSetFile> files)
    {
        var shown = string.Join(", ", files.Select(file => string.Concat(file.FileName.Where(c => !char.IsControl(c)))));
        return shown.Length > MostShown ? shown[..MostShown] + "…" : shown;
    }

    private static string? EndingOf(string fileName) =>
        DataSetNames.Endings.FirstOrDefault(ending => fileName.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && fileName.Length > ending.Length);

    private static string? IdxName(string fileName)
    {
        var packed = fileName.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        var plain = (packed ? fileName[..^3] : fileName).Replace(".idx", "-idx", StringComparison.Ordinal);
        return DataSetNames.IdxFiles.Contains(plain) ? plain + (packed ? ".gz" : "") : null;
    }
}
