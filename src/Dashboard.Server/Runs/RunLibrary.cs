using Contracts;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>The stored runs: their rows, specs, folded states and logs.</summary>
internal sealed class RunLibrary(RunStore store, StorageFolder folder, RunIndex index)
{
    private const string Checkpoints = "checkpoints", Artifacts = "artifacts";
    private readonly StateCache _states = new();

    public RunIndex Index { get; } = index;

    /// <summary>Null for an unknown run, and for one in the trash.</summary>
    public StoredRun? Find(RunId id) => Index.Find(id) is null ? null : store.Find(id);

    /// <summary>Null for an unknown run, for one in the trash, and for one whose record is damaged.</summary>
    public RunSpec? Spec(RunId id) => Find(id) is { IsDamaged: false } run ? run.Spec : null;

    public StoredLog Log(RunId id) => new(store, id);

    public bool IsDamaged(RunId id) => store.Damaged.Contains(id);

    /// <summary>The state of an ended run, folded from its stored events; the last few are remembered.</summary>
    public RunState? State(RunId id)
    {
        if (Find(id) is not { } run) return null;
        if (_states.Find(id) is { } known && known.Seq == run.Summary.LastSeq) return known;
        var state = Log(id).All().Aggregate(RunState.Submitted(id, run.Spec, run.Summary.CreatedAt), (next, e) => next.Apply(e));
        if (run.IsDamaged) state = state with { Summary = run.DamagedSummary };
        _states.Set(id, state);
        return state;
    }

    public async Task AddAsync(StoredRun run)
    {
        Directory.CreateDirectory(folder.Run(run.Summary.Id));
        await store.InsertAsync(run);
    }

    /// <summary>Removes the files of a run, or of one that never came to be.</summary>
    public void Discard(RunId id)
    {
        if (Directory.Exists(folder.Run(id))) Directory.Delete(folder.Run(id), recursive: true);
    }

    /// <summary>What a run takes on the disk.</summary>
    public RunFootprint Footprint(RunId id)
    {
        var files = new DirectoryInfo(folder.Run(id));
        var (checkpoints, sets, other) = (0L, 0L, 0L);
        foreach (var file in files.Exists ? files.EnumerateFiles("*", SearchOption.AllDirectories) : [])
        {
            var part = Path.GetRelativePath(files.FullName, file.FullName).Split(Path.DirectorySeparatorChar)[0];
            if (part == Checkpoints) checkpoints += file.Length;
            else if (part == Artifacts && file.Extension is ".png" or ".npz") sets += file.Length;
            else other += file.Length;
        }

        return new RunFootprint(1, store.EventBytes(id), checkpoints, sets, other);
    }

    /// <summary>Files first: should the process end in between, the row is still there to be deleted again.</summary>
    public async Task DeleteAsync(RunId id)
    {
        Discard(id);
        await store.DeleteAsync(id);
        _states.Remove(id);
        Index.Remove(id);
    }
}
