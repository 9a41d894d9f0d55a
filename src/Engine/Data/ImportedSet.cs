using System.Text.RegularExpressions;
using Contracts;
using Engine.Data.Sources;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Data;

/// <summary>Reads the synthetic set that a batch trains on: one that a run stored, or one from a data folder.</summary>
/// <remarks>
/// The set comes out on the device of the real set, in the space of its preprocessing, class by class. Where a file says its
/// conventions they must be the declared ones; where it does not, its values are looked at (<see cref="SpaceCheck"/>). A mismatch is
/// refused: training on images in one space and testing on images in another is the commonest way to get 10 % out of a good set.
/// </remarks>
internal static partial class ImportedSet
{
    private const int Chunk = 4_096;

    /// <summary>Loads the set.</summary>
    /// <param name="set">Which: of source "run" or "file".</param>
    /// <param name="real">The real set that judges.</param>
    /// <param name="settings">The data folders.</param>
    /// <param name="artifacts">Folder of the artefacts of the batch's run.</param>
    /// <exception cref="DataException">It is nowhere, faulty, or of other conventions than declared; all faults are told.</exception>
    public static SyntheticSet Load(SetSpec set, ImageDataset real, EngineSettings settings, string artifacts)
    {
        var parts = set.Source switch
        {
            "run" => SetNpz.Read(StoredFile(set, artifacts), real),
            "file" => FromFolders(set, real, settings),
            _ => throw new DataException($"A set of source '{EntryNames.Shown(set.Source)}' is not read from a file."),
        };
        if (set.Source == "run" && parts.Space is null) throw new DataException($"'{parts.Label}' is no set that a run stored.");
        SetPartsCheck.Throw(parts, real);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var images = InSpace(parts, real);
        if (parts.Values is not null && parts.Space is null) SpaceCheck.Throw(parts.Label, images, real);
        return InOrder(images, parts.Labels, real);
    }

    private static string StoredFile(SetSpec set, string artifacts)
    {
        if (set.Artifact is not { } name || !StoredName().IsMatch(name))
            throw new DataException($"'{EntryNames.Shown(set.Artifact ?? "")}' is no name of a stored synthetic set.");
        var path = Path.Combine(artifacts, name);
        if (!File.Exists(path)) throw new DataException($"The stored synthetic set '{name}' is not there.");
        if (new FileInfo(path).Length > Limits.FileBytes || !Hashes.Match(File.ReadAllBytes(path), name[..^".npz".Length]))
            throw new DataException($"The stored synthetic set '{name}' is damaged: its content does not have the hash in its name.");
        return path;
    }

    private static SetParts FromFolders(SetSpec set, ImageDataset real, EngineSettings settings)
    {
        List<Sentence> faults = [];
        var file = Entry(set.File ?? "", settings, faults);
        var labels = string.IsNullOrEmpty(set.Labels) ? null : Entry(set.Labels, settings, faults);
        if (file is not null && labels is not null && !IsTorch(file))
            faults.Add($"'{file.FileName}' holds its labels itself: leave mitigation.set.labels out, which goes with a .pt of images.");
        if (labels is not null && !IsTorch(labels)) faults.Add($"Labels are read from a .pt file; '{labels.FileName}' is none.");
        if (faults.Count > 0) throw new DataException(faults);
        if (IsTorch(file!))
        {
            var (images, stored) = TorchSet.Read(file!.Path, labels?.Path);
            return SetParts.From(file.FileName, images, stored, real);
        }

        return HasSuffix(file!, ".npz") ? SetNpz.Read(file!.Path, real) : SetFolders.Read(file!.Path, real.Classes, real.Shape.Channels);
    }

    private static DataFolderEntry? Entry(string name, EngineSettings settings, List<Sentence> faults)
    {
        try
        {
            return DataFolderEntries.FindSet(settings.AllSetFolders, name);
        }
        catch (DataException fault)
        {
            faults.AddRange(fault.Faults);
            return null;
        }
    }

    private static bool IsTorch(DataFolderEntry entry) => HasSuffix(entry, DataFolderEntries.TorchSuffix);

    private static bool HasSuffix(DataFolderEntry entry, string suffix) =>
        !Directory.Exists(entry.Path) && entry.FileName.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);

    private static Tensor InSpace(SetParts parts, ImageDataset real)
    {
        var device = real.Train.Images.device;
        var (shape, count) = (parts.Shape, parts.Count);
        if (parts.Pixels is not { } pixels) return tensor(parts.Values!, count, shape.Channels, shape.Height, shape.Width).to(device);
        var images = empty(count, shape.Channels, shape.Height, shape.Width, dtype: ScalarType.Float32, device: device);
        for (var start = 0; start < count; start += Chunk)
        {
            using var step = NewDisposeScope();
            var n = Math.Min(Chunk, count - start);
            var bytes = pixels.AsSpan(start * shape.Size, n * shape.Size).ToArray();
            var unit = tensor(bytes, n, shape.Channels, shape.Height, shape.Width, device: device)
                .to_type(ScalarType.Float32).div_(Number.Of(255));
            images.narrow(0, start, n).copy_(real.Preprocessing.Apply(unit));
        }

        return images;
    }

    private static SyntheticSet InOrder(Tensor images, SetLabels labels, ImageDataset real)
    {
        var order = Enumerable.Range(0, labels.Classes.Length).OrderBy(i => labels.Classes[i]).ToArray();       // stable
        var places = tensor(order.Select(i => (long)i).ToArray(), device: images.device);
        var classes = tensor(order.Select(i => (long)labels.Classes[i]).ToArray(), device: images.device);
        var vectors = labels.Vectors is null ? null
            : tensor(labels.Vectors, order.Length, real.Classes.Count).to(images.device).index_select(0, places);
        return new SyntheticSet(images.index_select(0, places), classes, real.Classes, real.Preprocessing, vectors);
    }

    [GeneratedRegex(@"\A[0-9a-f]{64}\.npz\z")]
    private static partial Regex StoredName();
}
