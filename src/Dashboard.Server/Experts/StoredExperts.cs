using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Experts;

/// <summary>Lists and removes the experts that runs share. A name only ever selects from what is listed.</summary>
internal sealed class StoredExperts(EngineDoor engine, StorageFolder folder, ActiveRuns active, RunDesk desk) : IExperts
{
    private const string Method = "trajectory-matching";

    public IReadOnlyList<ExpertBufferEntry> List() => engine.Experts();

    /// <summary>A run that came between the question and the deletion would lose the folder that it writes to.</summary>
    public Task<CommandResult> DeleteAsync(string name, CancellationToken cancellation) =>
        desk.WhileNoRunComesAsync(() => Delete(name), cancellation);

    private CommandResult Delete(string name)
    {
        if (List().All(entry => entry.Name != name)) return CommandResult.NotFound;
        if (active.All.Any(run => !run.HasEnded && MayNeedExperts(run.Spec))) return CommandResult.Refused;
        try
        {
            Directory.Delete(Path.Combine(folder.Experts, name), recursive: true);
            return CommandResult.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException("The disk did not let all of it go; what is left is still listed.", e);
        }
    }

    /// <summary>Which recipe a run has, only the engine knows, once it has read the images.</summary>
    private static bool MayNeedExperts(RunSpec spec) => spec.Mitigation is null && spec.Method.Name == Method;
}
