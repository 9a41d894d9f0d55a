using System.Globalization;
using Contracts;
using Dashboard.Server.Hosting;
using Dashboard.Server.Storage;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Server.Artifacts;

/// <summary>Serves the files of a stored synthetic set. Their names are hashes, so what an iteration names never changes.</summary>
internal sealed class SyntheticSetFiles(StorageFolder folder, EngineDoor engine)
{
    /// <summary>The file for "latest.png", "50.npz", "50.zip", …</summary>
    public IResult Serve(RunState state, string file, HttpResponse response)
    {
        var (which, kind) = (Path.GetFileNameWithoutExtension(file), Path.GetExtension(file));
        var saved = which == "latest"
            ? state.SyntheticSets.Values.LastOrDefault()
            : state.SyntheticSets.GetValueOrDefault(int.Parse(which, CultureInfo.InvariantCulture));
        var name = kind == ".png" ? saved?.Picture : saved?.Data;
        if (saved is null || name is null || folder.Artifact(state.Summary.Id, name) is not { } path || !File.Exists(path))
        {
            return TypedResults.Problem("There is no such synthetic set.", statusCode: StatusCodes.Status404NotFound);
        }

        return Answer(path, kind, $"{state.Summary.Id}-{saved.Iteration}{kind}", isFixed: which != "latest", response);
    }

    /// <summary>The answer with a file that is named by its hash.</summary>
    /// <param name="path">The .png or the .npz.</param>
    /// <param name="kind">".png", ".npz", or ".zip" for the archive of the .npz.</param>
    /// <param name="download">Name for whoever saves it.</param>
    /// <param name="isFixed">Whether the address always means this file.</param>
    /// <param name="response">The response.</param>
    public IResult Answer(string path, string kind, string download, bool isFixed, HttpResponse response)
    {
        response.Headers.CacheControl = isFixed ? "private, max-age=31536000, immutable" : "private, no-cache";
        var tag = new EntityTagHeaderValue($"\"{Path.GetFileNameWithoutExtension(path)}{(kind == ".zip" ? "-zip" : "")}\"");
        return kind switch
        {
            ".png" => TypedResults.PhysicalFile(path, "image/png", entityTag: tag, enableRangeProcessing: true),
            ".npz" => TypedResults.PhysicalFile(path, "application/octet-stream", download, entityTag: tag, enableRangeProcessing: true),
            _ => TypedResults.File(Archive(path), "application/zip", download, entityTag: tag),
        };
    }

    /// <summary>Written to a file that goes with its stream: an archive may be larger than what memory should hold.</summary>
    public FileStream Archive(string npz)
    {
        var file = new FileStream(
            Path.Combine(folder.Temporary, Guid.NewGuid().ToString("N")),
                FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            engine.WriteArchive(npz, file);
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
