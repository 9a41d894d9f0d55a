using System.Buffers;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Mitigation;

/// <summary>Takes files of sets and teachers in. A name only ever selects from what is there, or is checked to be no path.</summary>
internal sealed class SetUploads(EngineDoor engine, StorageFolder folder, UploadLimit limit, ActiveRuns active) : ISets
{
    private const int BlockBytes = 128 * 1024;

    public long MostBytes => limit.MostBytes;

    public IReadOnlyList<SetEntry> List() => engine.Sets();

    /// <summary>Names of the uploads.</summary>
    public IReadOnlySet<string> Uploaded() =>
        Directory.EnumerateFiles(folder.Sets).Select(file => Path.GetFileName(file)).ToHashSet(StringComparer.Ordinal);

    public async Task<Upload> UploadAsync(string fileName, Stream content, CancellationToken cancellation)
    {
        var answer = await TakeAsync(fileName, null, content, cancellation);
        return new Upload(answer.Entry, answer.Fault);
    }

    /// <summary>Takes a file in, of the length that was promised if one was; or says why not and leaves nothing behind.</summary>
    public async Task<UploadAnswer> TakeAsync(string fileName, long? length, Stream content, CancellationToken cancellation)
    {
        if (engine.SetNameFault(fileName) is { } fault) return UploadAnswer.Refused(StatusCodes.Status400BadRequest, fault);
        if (List().Any(entry => entry.FileName.Equals(fileName, StringComparison.OrdinalIgnoreCase))) return Taken(fileName);
        if (length > limit.MostBytes) return TooLarge();
        try
        {
            using var draft = new DraftFile(folder);
            if (await ReceiveAsync(fileName, length, content, draft, cancellation) is { } refusal) return refusal;
            return draft.Keep(Path.Combine(folder.Sets, fileName))
                ? new UploadAnswer(List().First(entry => entry.FileName == fileName), null, StatusCodes.Status201Created)
                : Taken(fileName);
        }
        catch (StorageException e)
        {
            return UploadAnswer.Refused(StatusCodes.Status507InsufficientStorage, e.Text);
        }
    }

    /// <summary>Removes an upload, never an entry of a data folder, and none that a run in memory needs.</summary>
    public CommandResult Delete(string fileName)
    {
        if (!Uploaded().Contains(fileName)) return CommandResult.NotFound;
        if (active.All.Any(run => !run.HasEnded && Needs(run.Spec, fileName))) return CommandResult.Refused;
        File.Delete(Path.Combine(folder.Sets, fileName));
        return CommandResult.Done;
    }

    private static bool Needs(RunSpec spec, string fileName) => spec.Mitigation is { } batch
        && ((batch.Set.Source == "file" && (batch.Set.File == fileName || batch.Set.Labels == fileName)) || batch.Teacher.Checkpoint == fileName);

    /// <summary>Writes what comes; an answer when it may not stay.</summary>
    private async Task<UploadAnswer?> ReceiveAsync(string fileName, long? length, Stream content, DraftFile draft, CancellationToken cancellation)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            var count = await content.ReadAtLeastAsync(block, FileSignature.Length, throwOnEndOfStream: false, cancellation);
            if (!FileSignature.Fits(fileName, block.AsSpan(0, Math.Min(count, FileSignature.Length)))) return WrongContent(fileName);
            long total = 0;
            for (; count > 0; count = await content.ReadAsync(block, cancellation))
            {
                total += count;
                if (total > limit.MostBytes) return TooLarge();
                await draft.WriteAsync(block.AsMemory(0, count), cancellation);
            }

            return length is { } promised && total != promised
                ? UploadAnswer.Refused(StatusCodes.Status400BadRequest, $"{total:N0} of {promised:N0} bytes came; nothing was kept.")
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static UploadAnswer WrongContent(string fileName) => UploadAnswer.Refused(
        StatusCodes.Status400BadRequest, $"The file does not begin like what its name says ({fileName}); nothing was kept.");

    private UploadAnswer TooLarge() => UploadAnswer.Refused(
        StatusCodes.Status413PayloadTooLarge, $"A file may have at most {limit.MostBytes / (1024 * 1024):N0} MiB.");

    private static UploadAnswer Taken(string fileName) => UploadAnswer.Refused(
        StatusCodes.Status409Conflict, $"There is an entry {fileName} already; nothing is overwritten. Give the file another name.");
}

/// <summary>The entry, or why the file was refused, with the status that says so.</summary>
internal sealed record UploadAnswer(SetEntry? Entry, Sentence? Fault, int Status)
{
    public static UploadAnswer Refused(int status, Sentence fault) => new(null, fault, status);
}
