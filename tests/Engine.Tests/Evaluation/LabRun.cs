using Contracts;
using Engine.Data;
using Engine.Evaluation;
using Engine.Runs;
using Engine.Tests.Numerics;
using static TorchSharp.torch;

namespace Engine.Tests.Evaluation;

/// <summary>A batch of the mitigation lab on made images, without the runner: on the test's own thread, stopped exactly where a test says.</summary>
internal sealed class LabRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lab-run-").FullName;

    /// <summary>Events of all attempts.</summary>
    public IReadOnlyList<RunEvent> Events { get; private set; } = [];

    /// <summary>Tensors alive on this thread when an event was told, event by event of the last attempt.</summary>
    public IReadOnlyList<long> Live { get; private set; } = [];

    /// <summary>Whether the last attempt was stopped.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Finished trainings, without what a clock and a log add.</summary>
    public IReadOnlyList<CellTrained> Cells =>
        [.. Events.OfType<CellTrained>().Select(trained => trained with { Seq = 0, At = default, Seconds = 0 })];

    /// <summary>Every value that was told, by series and epoch; a pair that was told twice is a fault.</summary>
    public IReadOnlyDictionary<(string Series, int Epoch), double> Curves => CurvesOf(Events);

    /// <summary>Works on a batch.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="set">Makes the set; null where it is a limited real subset.</param>
    /// <param name="change">Changes the real images before they are used.</param>
    /// <param name="stopAt">Asks to stop when so many events were told; 0 never does.</param>
    public LabRun Execute(RunSpec spec, Func<ImageDataset, SyntheticSet>? set = null, Func<RawImages, RawImages>? change = null, int stopAt = 0)
    {
        using var scope = NewDisposeScope();
        using var control = new RunControl();
        var live = new List<long>();
        var before = Events.Count;
        var log = new RunLog(new Witness(() =>
        {
            live.Add(LiveTensors.Count);
            if (before + live.Count == stopAt) control.Stop(StopRequest.Cancel);
        }), Events);
        var context = new RunContext(spec, CPU, log, control, TimeProvider.System, _folder);
        var raw = DataSets.Load(spec.Data, new EngineSettings(), context.Seeds);
        using var real = ImageDataset.From(change is null ? raw : change(raw), spec.Data, context.Seeds, CPU);
        using var given = set?.Invoke(real);
        try
        {
            Stopped = false;
            new MitigationLab(context, real, given, null).Run();
        }
        catch (RunStoppedException)
        {
            Stopped = true;
        }

        (Events, Live) = (log.Snapshot(), live);
        return this;
    }

    /// <summary>A set of noise with learned label vectors that hardly prefer their class; the first class has two images, the others one.</summary>
    public static SyntheticSet Soft(ImageDataset real)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(6, CPU);
        var labels = tensor(new long[] { 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 });
        var vectors = nn.functional.one_hot(labels, 10).to(ScalarType.Float32) * 0.3 + rand(11, 10, generator: random) * 0.1;
        return new SyntheticSet(randn([11, 3, 16, 16], generator: random), labels, real.Classes, real.Preprocessing, vectors);
    }

    /// <summary>Every value of some events, by series and epoch.</summary>
    public static IReadOnlyDictionary<(string Series, int Epoch), double> CurvesOf(IEnumerable<RunEvent> events) => events.OfType<Measured>()
        .SelectMany(measured => measured.Values.Select(value => (Key: (value.Key, measured.Iteration), value.Value)))
        .ToDictionary(entry => entry.Key, entry => entry.Value);

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A clock that tells whenever the log asks for the time of an event, on the thread that appends it.</summary>
    private sealed class Witness(Action asked) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            asked();
            return base.GetUtcNow();
        }
    }
}
