using System.Text.Json;
using Contracts;
using Engine.Runs;

namespace Engine.Tests;

/// <summary>A whole run of the engine in a folder of its own, small enough for a test.</summary>
internal sealed class EngineRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engine-run-").FullName;

    /// <summary>Events of all attempts.</summary>
    public IReadOnlyList<RunEvent> Events { get; private set; } = [];

    /// <summary>How the last attempt ended.</summary>
    public RunEnded End => Assert.IsType<RunEnded>(Events[^1]);

    /// <summary>A spec that takes a second: 30 made images of 16 × 16, a narrow network, six iterations where a method has iterations.</summary>
    public static RunSpec Small(string method = "distribution-matching") => new()
    {
        Name = "Test",
        Data = new DataSpec { Name = "shapes", ImageSize = 16, TrainPerClass = 20, ValidationFraction = 0.1 },
        Method = new ComponentSpec { Name = method, Options = SmallOptions(method) },
        TrainingNetwork = new ComponentSpec { Name = "convnet", Options = Options(("width", 8), ("depth", 2)) },
        Evaluation = new EvaluationSpec { Repeats = 2, Epochs = 2, BatchSize = 16 },
        SaveEvery = 2,
        Threads = 1,
    };

    /// <summary>Options of a component.</summary>
    public static Dictionary<string, JsonElement> Options(params (string Name, object Value)[] values) =>
        values.ToDictionary(value => value.Name, value => JsonSerializer.SerializeToElement(value.Value));

    /// <summary>Executes a spec, after what this folder holds already.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="watch">Called with every event, on the engine's thread; may give commands.</param>
    public EngineRun Execute(RunSpec spec, Action<RunEvent, RunControl>? watch = null)
    {
        using var control = new RunControl();
        var log = new RunLog(TimeProvider.System, Events);
        var before = Events.Count;
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            await foreach (var batch in log.ReadUnstoredAsync(before, stop.Token))
            {
                foreach (var e in batch) watch?.Invoke(e, control);
            }
        });
        new Runner(new EngineSettings { Threads = 1 }, TimeProvider.System).Execute(spec, log, control, _folder);
        log.Close();
        watching.GetAwaiter().GetResult();
        Events = log.Snapshot();
        return this;
    }

    /// <summary>Bytes of a file of the run.</summary>
    public byte[] Artifact(string name) => File.ReadAllBytes(Path.Combine(_folder, "artifacts", name));

    /// <summary>Values of a series, by iteration.</summary>
    public IReadOnlyList<(int Iteration, double Value)> Values(string series) =>
        [.. Events.OfType<Measured>().Where(e => e.Values.ContainsKey(series)).Select(e => (e.Iteration, e.Values[series]))];

    /// <summary>The last stored set.</summary>
    public SyntheticSetSaved LastSet => Events.OfType<SyntheticSetSaved>().Last();

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Dictionary<string, JsonElement> SmallOptions(string method)
    {
        var small = Options(("imagesPerClass", 2), ("iterations", 6), ("realBatch", 8));
        var known = Catalog.Describe().Methods.Single(member => member.Name == method).Options.Select(option => option.Name).ToHashSet();
        return small.Where(option => known.Contains(option.Key)).ToDictionary();
    }
}
