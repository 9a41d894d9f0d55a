using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Artifacts;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Library;

/// <summary>The files of versions: copies named by the hash of their content, which versions may share.</summary>
internal sealed class LibraryFiles(StorageFolder folder, SyntheticSetFiles sets)
{
    private readonly ConcurrentDictionary<string, LibraryFile> _archives = new(StringComparer.Ordinal);

    /// <summary>Copies both files of a run's stored set; false when one is missing or damaged.</summary>
    public async Task<bool> KeepAsync(LibraryVersion version, CancellationToken cancellation)
    {
        foreach (var name in new[] { version.Set.Data, version.Set.Picture })
        {
            if (folder.Artifact(version.Run, name) is not { } source || !File.Exists(source)) return false;
            if (!await HashedCopy.CopyAsync(folder, source, folder.Kept(name)!, cancellation)) return false;
        }

        return true;
    }

    /// <summary>The version with what its files tell: sizes, and whether label vectors were learned.</summary>
    public LibraryVersion Measured(LibraryVersion version)
    {
        var (data, picture) = (folder.Kept(version.Set.Data)!, folder.Kept(version.Set.Picture)!);
        return version with
        {
            DataBytes = new FileInfo(data).Length,
            PictureBytes = new FileInfo(picture).Length,
            SoftLabels = HasLabelVectors(data),
        };
    }

    /// <summary>Removes the files of a deleted version that no other one shares.</summary>
    public void Drop(LibraryVersion deleted, IReadOnlyList<LibrarySet> left)
    {
        var needed = left.SelectMany(set => set.Versions).SelectMany(version => new[] { version.Set.Data, version.Set.Picture }).ToHashSet();
        foreach (var name in new[] { deleted.Set.Data, deleted.Set.Picture })
            if (!needed.Contains(name) && folder.Kept(name) is { } path) File.Delete(path);
        _archives.TryRemove(deleted.Set.Data, out _);
    }

    /// <summary>What can be downloaded, with sizes and hashes. An archive is written once to learn its own: the same set gives the same bytes.</summary>
    public async Task<IReadOnlyList<LibraryFile>> ListAsync(LibraryVersion version, CancellationToken cancellation)
    {
        if (folder.Kept(version.Set.Data) is not { } data || !File.Exists(data)) return [];
        if (!_archives.TryGetValue(version.Set.Data, out var archive))
        {
            archive = await Task.Run(() => Archive(data), cancellation);
            _archives[version.Set.Data] = archive;
        }

        return
        [
            new LibraryFile("npz", version.DataBytes, version.Hash), archive,
            new LibraryFile("png", version.PictureBytes, Path.GetFileNameWithoutExtension(version.Set.Picture)),
        ];
    }

    /// <summary>The answer with a file: "png", "npz" or "zip".</summary>
    public IResult Serve(LibraryVersion version, string kind, bool isFixed, HttpResponse response)
    {
        var name = kind == "png" ? version.Set.Picture : version.Set.Data;
        if (folder.Kept(name) is not { } path || !File.Exists(path))
            return TypedResults.Problem("The file of this version is missing.", statusCode: StatusCodes.Status404NotFound);
        return sets.Answer(path, "." + kind, $"{version.Name}-v{version.Version}.{kind}", isFixed, response);
    }

    private LibraryFile Archive(string data)
    {
        using var file = sets.Archive(data);
        return new LibraryFile("zip", file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    private static bool HasLabelVectors(string data)
    {
        try
        {
            using var zip = ZipFile.OpenRead(data);
            return zip.GetEntry("softLabels.npy") is not null;
        }
        catch (InvalidDataException)
        {
            return false;       // the hash holds, so the run made it so; whoever reads it will say what is wrong
        }
    }
}
