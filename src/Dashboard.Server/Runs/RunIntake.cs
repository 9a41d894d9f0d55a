using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>Takes a spec in: it is refused with every fault, or stored with all that its run needs and put in line.</summary>
internal sealed class RunIntake(EngineDoor engine, PinnedSets sets, RunLibrary library, RunLauncher launcher, RunIds ids, TimeProvider time)
{
    /// <summary>Every fault: the engine's, and those of what only the server knows.</summary>
    public IReadOnlyList<SpecFault> Check(RunSpec spec)
    {
        var faults = engine.Check(spec);
        return [.. faults, .. sets.Faults(spec).Where(fault => faults.All(known => known.Path != fault.Path))];
    }

    /// <summary>Puts a stored run in line again; it goes on after its events.</summary>
    public void Launch(StoredRun run, IReadOnlyList<RunEvent> history) => launcher.Launch(run, history);

    /// <summary>Stores and queues the run of a checked spec. Whatever goes wrong leaves nothing behind.</summary>
    public async Task<Submission> TakeAsync(RunSpec asked, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var id = ids.Next();
        StoredRun run;
        try
        {
            var (spec, fault) = await sets.PinAsync(asked, id, cancellation);
            if (fault is not null) return new Submission(null, [fault]);
            run = new StoredRun(spec, RunState.Submitted(id, spec, now).Summary);
            await library.AddAsync(run);
        }
        catch
        {
            library.Discard(id);
            throw;
        }

        launcher.Launch(run);
        return new Submission(run.Summary, []);
    }
}
