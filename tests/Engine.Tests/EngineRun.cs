using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
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
        Method = Method(method.Split(' ')),
        TrainingNetwork = new ComponentSpec { Name = "convnet", Options = Options(("width", 8), ("depth", 2)) },
        Evaluation = new EvaluationSpec { Repeats = 2, Epochs = 2, BatchSize = 16 },
        SaveEvery = 2,
        Threads = 1,
    };

    /// <summary>
    /// A small batch of the mitigation lab: one real image per class, two test networks with units, a teacher of another norm than theirs,
    /// 8 base epochs of one step, two repeats.
    /// </summary>
    /// <param name="recipes">The recipes; the baseline is added.</param>
    public static RunSpec Batch(params RecipeSpec[] recipes) => new()
    {
        Name = "Test",
        Data = new DataSpec { Name = "shapes", ImageSize = 16, TrainPerClass = 20, ValidationFraction = 0.2 },
        TrainingNetwork = new ComponentSpec { Name = "convnet", Options = Options(("width", 4), ("depth", 1)) },
        Mitigation = new MitigationSpec
        {
            Set = new SetSpec { Source = MitigationPlan.Real, ImagesPerClass = 1 },
            Networks =
            [
                new ComponentSpec { Name = "resnet-10", Options = Options(("width", 2), ("norm", "instance")) },
                new ComponentSpec { Name = "alexnet", Options = Options(("width", 4), ("norm", "instance")) },
            ],
            Recipes = recipes,
            BaseEpochs = 8,
            Repeats = 2,
            Teacher = new TeacherSpec { Network = new ComponentSpec { Name = "convnet", Options = Options(("width", 4), ("depth", 1), ("norm", "batch")) } },
            Evidence = new EvidenceSpec { Points = 4, ValidationImages = 20, SubNetworks = 2 },
        },
        Threads = 1,
    };

    /// <summary>Options of a component.</summary>
    public static Dictionary<string, JsonElement> Options(params (string Name, object Value)[] values) =>
        values.ToDictionary(value => value.Name, value => JsonSerializer.SerializeToElement(value.Value));

    /// <summary>A spec with other options of its method.</summary>
    public static RunSpec With(RunSpec spec, params (string Name, object Value)[] options)
    {
        var all = spec.Method.Options.ToDictionary();
        foreach (var (name, value) in Options(options)) all[name] = value;
        return spec with { Method = spec.Method with { Options = all } };
    }

    /// <summary>Executes a spec, after what this folder holds already.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="watch">Called with every event, while the engine works on; may give commands.</param>
    /// <param name="settings">Places and limits; null for one thread and no data folder.</param>
    public EngineRun Execute(RunSpec spec, Action<RunEvent, RunControl>? watch = null, EngineSettings? settings = null)
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
        new Runner(settings ?? new EngineSettings { Threads = 1 }, TimeProvider.System).Execute(spec, log, control, _folder);
        log.Close();
        watching.GetAwaiter().GetResult();
        Events = log.Snapshot();
        return this;
    }

    /// <summary>Bytes of a file of the run.</summary>
    public byte[] Artifact(string name) => File.ReadAllBytes(Path.Combine(_folder, "artifacts", name));

    /// <summary>Path of a file of the run.</summary>
    public string ArtifactPath(string name) => Path.Combine(_folder, "artifacts", name);

    /// <summary>Finished trainings of a batch, without what a clock and a log add.</summary>
    public IReadOnlyList<CellTrained> Cells =>
        [.. Events.OfType<CellTrained>().Select(trained => trained with { Seq = 0, At = default, Seconds = 0 })];

    /// <summary>Values of a series, by iteration.</summary>
    public IReadOnlyList<(int Iteration, double Value)> Values(string series) =>
        [.. Events.OfType<Measured>().Where(e => e.Values.ContainsKey(series)).Select(e => (e.Iteration, e.Values[series]))];

    /// <summary>The last stored set.</summary>
    public SyntheticSetSaved LastSet => Events.OfType<SyntheticSetSaved>().Last();

    /// <summary>
    /// Label vectors of the last stored set, one after the other; none for hard labels. An array file is a header, whose length stands at byte 8,
    /// and the values.
    /// </summary>
    public IReadOnlyList<float> SoftLabels()
    {
        using var zip = new ZipArchive(new MemoryStream(Artifact(LastSet.Data)));
        if (zip.GetEntry("softLabels.npy") is not { } entry) return [];
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var bytes = copy.ToArray();
        return MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)))).ToArray();
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A method and, behind its name, options of whole numbers: "distribution-matching tiles 2".</summary>
    private static ComponentSpec Method(string[] words)
    {
        var options = SmallOptions(words[0]);
        foreach (var option in words.Skip(1).Chunk(2)) options[option[0]] = JsonSerializer.SerializeToElement(int.Parse(option[1], CultureInfo.InvariantCulture));
        return new ComponentSpec { Name = words[0], Options = options };
    }

    private static Dictionary<string, JsonElement> SmallOptions(string method)
    {
        var small = Options(
            ("imagesPerClass", 2), ("iterations", 6), ("realBatch", 8), ("poolSize", 2), ("maxUpdates", 1), ("teacherEpochs", 1), ("candidates", 6),
            ("expertCount", 2), ("maxStartEpoch", 2), ("syntheticSteps", 2), ("innerLoop", 2));
        var known = Catalog.Describe().Methods.Single(member => member.Name == method).Options.Select(option => option.Name).ToHashSet();
        return small.Where(option => known.Contains(option.Key)).ToDictionary();
    }
}
