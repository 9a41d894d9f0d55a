using Contracts;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>
/// The stored synthetic set that a mitigation batch trains on: found when the batch is submitted and copied into its folder, so that the
/// run that made it may be deleted. Of a run that is gone, the library's versions and earlier batches may still have it.
/// </summary>
internal sealed class PinnedSets(ActiveRuns active, RunLibrary library, LibraryStore kept, StorageFolder folder)
{
    private const string FromRun = "run";
    private const string RunPath = "mitigation.set.run", IterationPath = "mitigation.set.iteration";

    /// <summary>Every fault of the set that a spec names, as far as no file needs to be read.</summary>
    public IReadOnlyList<SpecFault> Faults(RunSpec spec) =>
        spec.Mitigation is { Set: { Source: FromRun } set } && Find(set).Fault is { } fault ? [fault] : [];

    /// <summary>The spec with the name of its set's file in it, and that file in the folder of the new run; or why not, and no folder.</summary>
    /// <remarks>Nobody outside names a file: what a spec says of it is dropped.</remarks>
    public async Task<(RunSpec Spec, SpecFault? Fault)> PinAsync(RunSpec spec, RunId target, CancellationToken cancellation)
    {
        if (spec.Mitigation is not { } batch) return (spec, null);
        if (batch.Set.Source != FromRun) return (With(batch.Set with { Artifact = null }), null);
        var (stored, fault) = Find(batch.Set);
        if (stored is null) return (spec, fault);
        if (!await HashedCopy.CopyAsync(folder, stored.Path, folder.Artifact(target, stored.Artifact)!, cancellation))
        {
            return (spec, new SpecFault(RunPath, $"The set of run {batch.Set.Run} after iteration {stored.Iteration} is damaged on the disk."));
        }

        return (With(batch.Set with { Iteration = stored.Iteration, Artifact = stored.Artifact }), null);

        RunSpec With(SetSpec set) => spec with { Mitigation = batch with { Set = set } };
    }

    private (StoredSet? Set, SpecFault? Fault) Find(SetSpec set)
    {
        var (stored, fault) = OfRun(set);
        stored ??= KeptByLibrary(set) ?? KeptByBatch(set);
        return (stored, stored is null ? fault : null);
    }

    private (StoredSet? Set, SpecFault? Fault) OfRun(SetSpec set)
    {
        if (!RunId.TryParse(set.Run, null, out var id)) return Fault(RunPath, "Name the run whose synthetic set is trained on.");
        if ((active.Find(id)?.State ?? library.State(id)) is not { } state) return Fault(RunPath, $"There is no run {id}.");
        if (state.SyntheticSets.IsEmpty) return Fault(RunPath, $"Run {id} has stored no synthetic set.");
        var saved = set.Iteration is { } iteration ? state.SyntheticSets.GetValueOrDefault(iteration) : state.SyntheticSets.Values.Last();
        if (saved is null) return Fault(IterationPath, $"Run {id} stored no set after iteration {set.Iteration}; it did after {Told(state)}.");
        return Stored(id, saved.Iteration, saved.Data) is { } stored
            ? (stored, null)
            : Fault(RunPath, $"The file of the set of run {id} after iteration {saved.Iteration} is missing.");
    }

    /// <summary>The copy that a version of the library keeps: it can be trained on after the run that made it is gone.</summary>
    private StoredSet? KeptByLibrary(SetSpec set) => set.Run is null ? null : kept.List().SelectMany(one => one.Versions)
        .Where(version => version.Run.Value == set.Run && (set.Iteration ?? version.Set.Iteration) == version.Set.Iteration)
        .OrderByDescending(version => version.Set.Iteration)
        .Where(version => folder.Kept(version.Set.Data) is { } path && File.Exists(path))
        .Select(version => new StoredSet(version.Set.Iteration, version.Set.Data, folder.Kept(version.Set.Data)!))
        .FirstOrDefault();

    /// <summary>The copy that an earlier batch keeps: a batch can be repeated after the run that made its set is gone.</summary>
    private StoredSet? KeptByBatch(SetSpec set) => set.Run is null || set.Iteration is null ? null : library.Index.List()
        .Where(row => row.IsMitigation)
        .Select(row => (row.Id, Set: library.Spec(row.Id)?.Mitigation?.Set))
        .Where(batch => batch.Set is { Source: FromRun, Artifact: not null } kept && (kept.Run, kept.Iteration) == (set.Run, set.Iteration))
        .Select(batch => Stored(batch.Id, set.Iteration.Value, batch.Set!.Artifact!))
        .FirstOrDefault(stored => stored is not null);

    private StoredSet? Stored(RunId owner, int iteration, string artifact) =>
        artifact.EndsWith(".npz", StringComparison.Ordinal) && folder.Artifact(owner, artifact) is { } path && File.Exists(path)
            ? new StoredSet(iteration, artifact, path)
            : null;

    private static string Told(RunState state)
    {
        const int most = 20;
        var iterations = state.SyntheticSets.Keys.ToList();
        return string.Join(", ", iterations.Take(most)) + (iterations.Count > most ? $", … {iterations[^1]}" : "");
    }

    private static (StoredSet?, SpecFault?) Fault(string path, Sentence message) => (null, new SpecFault(path, message));

    /// <summary>A file of a run's folder.</summary>
    private sealed record StoredSet(int Iteration, string Artifact, string Path);
}
