using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Runs;
using Dashboard.Server.Storage;

namespace Dashboard.Server.RealData;

/// <summary>Removes sets that were taken in. A name only ever selects from what lies there; data folders of others are never touched.</summary>
internal sealed class DataSetRemoval(StorageFolder folder, DataSetStore store, ActiveRuns active, RunDesk desk)
{
    /// <summary>Where the files of a set that was taken in lie; null for every other set.</summary>
    public string? PathOf(string name) =>
        Directory.EnumerateFileSystemEntries(folder.Data).FirstOrDefault(path => Bare(Path.GetFileName(path)) == name);

    public async Task<CommandResult> DeleteAsync(string name, CancellationToken cancellation)
    {
        var left = Path.Combine(folder.Temporary, Guid.NewGuid().ToString("N"));
        var result = await desk.WhileNoRunComesAsync(() => Move(name, left), cancellation);
        if (result != CommandResult.Done) return result;
        var forgotten = await TryForgetAsync(name);
        await Task.Run(() => Guarded(() => Delete(left)), CancellationToken.None);
        if (!forgotten && PathOf(name) is null) await store.DeleteAsync(name);      // the files gave a full disk the room that this needs
        return result;
    }

    /// <summary>Removes what is known of a set, before another one can come under its name. False when the disk is full: its files go all the same.</summary>
    private async Task<bool> TryForgetAsync(string name)
    {
        try
        {
            await store.DeleteAsync(name);
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    /// <summary>It leaves its place in one step, while no run comes that would need it.</summary>
    private CommandResult Move(string name, string left)
    {
        if (PathOf(name) is not { } path) return CommandResult.NotFound;
        if (active.All.Any(run => !run.HasEnded && Needs(run.Spec, name, Path.GetFileName(path)))) return CommandResult.Refused;
        Guarded(() => Directory.Move(path, left));
        return CommandResult.Done;
    }

    /// <summary>It leaves the disk after that, while runs come and go: 100,000 files take a while. What stays is removed by the next start.</summary>
    private static void Delete(string left)
    {
        if (Directory.Exists(left)) Directory.Delete(left, recursive: true);
        else File.Delete(left);
    }

    private static void Guarded(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException("The disk did not let all of it go.", e);
        }
    }

    private static bool Needs(RunSpec spec, string name, string file) => spec.Data.Name == name || spec.Data.Location == name || spec.Data.Location == file
        || (spec.Mitigation is { Set.Source: "file" } batch && (batch.Set.File == file || batch.Set.Labels == file));

    private static string Bare(string file)
    {
        var ending = Engine.Data.DataSetNames.Endings.FirstOrDefault(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        return ending is null ? file : file[..^ending.Length];
    }
}
