using Contracts;
using static TorchSharp.torch;

namespace Engine.Runs;

/// <summary>What any engine code may hold while it works on a run.</summary>
internal sealed class RunContext(RunSpec spec, Device device, RunLog log, RunControl control, TimeProvider time, string folder)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(0.25);

    private readonly RunHistory _history = new(log.Snapshot());
    private long? _looked;

    /// <summary>What was asked for.</summary>
    public RunSpec Spec { get; } = spec;

    /// <summary>Where tensors live.</summary>
    public Device Device { get; } = device;

    /// <summary>The run's random streams.</summary>
    public Seeds Seeds { get; } = new(spec.Seed);

    /// <summary>Clock and stopwatch.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>What an earlier attempt at this run has told already.</summary>
    public RunHistory History => _history;

    /// <summary>State of the method.</summary>
    public Checkpoints Checkpoints { get; } = new(Path.Combine(folder, "checkpoints"));

    /// <summary>How long the run was held by a person, or for storage, since it was taken up.</summary>
    public TimeSpan Held { get; private set; }

    /// <summary>The most memory that the process was seen to hold, in MiB: whenever the run told something, and four times a second while it worked.</summary>
    public double PeakMiB { get; private set; }

    /// <summary>Appends an event.</summary>
    public void Tell(RunEvent e)
    {
        LookAtMemory();
        log.Append(e);
    }

    /// <summary>Tells people something.</summary>
    public void Note(string text, string level = "information") => log.Append(new Noted(level, text));

    /// <summary>Whether scalars of this iteration are to be measured: the first, and every so many.</summary>
    public bool Due(int iteration) => iteration == 1 || iteration % Spec.ReportEvery == 0;

    /// <summary>Tells the scalars of an iteration, unless an earlier attempt did. A value that is not finite ends the run.</summary>
    public void Measured(int iteration, IReadOnlyDictionary<string, double> values)
    {
        foreach (var (name, value) in values)
        {
            if (double.IsFinite(value)) continue;
            throw new RunFault($"{name} became {(double.IsNaN(value) ? "not a number" : "infinite")} at iteration {iteration}. A smaller learning rate usually helps.");
        }

        var news = values.Where(value => !_history.WasMeasured(value.Key, iteration)).ToDictionary();
        if (news.Count > 0) Tell(new Measured(iteration, news));
    }

    /// <summary>Asked between two units of work: waits while the run is held, and ends it when that was asked.</summary>
    /// <param name="beforeLeaving">Saves what must not be lost; called before a wait and before the end.</param>
    /// <exception cref="RunStoppedException">The run is to stop.</exception>
    public void Breathe(Action? beforeLeaving = null)
    {
        if (_looked is not { } last || Time.GetElapsedTime(last) >= BetweenLooks) LookAtMemory();
        if (control.PauseRequested && control.Request == StopRequest.None)
        {
            beforeLeaving?.Invoke();
            log.Append(new StatusChanged(RunStatus.Paused));
            var began = Time.GetTimestamp();
            control.WaitWhilePaused();
            Held += Time.GetElapsedTime(began);
            if (control.Request == StopRequest.None) log.Append(new StatusChanged(RunStatus.Running));
        }

        if (control.Request == StopRequest.None) return;
        beforeLeaving?.Invoke();
        throw new RunStoppedException(control.Request);
    }

    private void LookAtMemory()
    {
        PeakMiB = Math.Max(PeakMiB, MachineMemory.ProcessMiB);
        _looked = Time.GetTimestamp();
    }

    /// <summary>Where experts lie: artefacts that runs share. Default: under the run's own folder.</summary>
    public string ExpertsFolder { get; init; } = Path.Combine(folder, "experts");

    /// <summary>Where the run's files lie, under the names of their contents.</summary>
    public string Artifacts { get; } = Path.Combine(folder, "artifacts");

    /// <summary>Stores a file of the run under the name of its content; gives that name.</summary>
    public string Store(byte[] content, string extension)
    {
        var name = DurableFile.Hash(content) + extension;
        var path = Path.Combine(Artifacts, name);
        if (!File.Exists(path)) DurableFile.Write(path, content);
        return name;
    }
}
