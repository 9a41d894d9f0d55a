using Contracts;
using Engine.Data;
using Engine.Native;
using Engine.Networks;
using Engine.Numerics;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Distillation;

/// <summary>What a method works with: the real set, fresh training networks, and one loop that measures, stores, judges, pauses and resumes.</summary>
/// <param name="context">The run.</param>
/// <param name="real">The real set, whole, on the device.</param>
/// <param name="store">Called with a set that is to be stored after an iteration.</param>
/// <param name="judge">Called with a set that is to be judged after an iteration, before the last one.</param>
internal sealed class DistillationRun(RunContext context, ImageDataset real, Action<int, SyntheticSet> store, Action<int, SyntheticSet> judge)
    : IDisposable
{
    private const long PathNetwork = -1;

    private static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromSeconds(20);

    private const int MostClassSeries = 20;

    private readonly Dictionary<string, double> _values = [];
    private readonly HeapBound _heap = new();
    private IReadOnlyList<ProjectedPath> _drawn = [];
    private SetPath? _path;
    private long _images;

    /// <summary>The run, for what a method does before its iterations: phases, notes, a folder for experts.</summary>
    public RunContext Context => context;

    /// <summary>The real set.</summary>
    public ImageDataset Real => real;

    /// <summary>The run's random streams.</summary>
    public Seeds Seeds => context.Seeds;

    /// <summary>Where tensors live.</summary>
    public Device Device => context.Device;

    /// <summary>The last iteration that was done.</summary>
    public int LastIteration { get; private set; }

    /// <summary>A training network with fresh weights of a stream of its own.</summary>
    public Network NewNetwork(long number)
    {
        using var random = Seeds.Generator("network", number);
        return Network.Create(context.Spec.TrainingNetwork, real.Shape, real.Classes.Count, random, context.Device);
    }

    /// <summary>The set that a method starts from; its images require gradients.</summary>
    /// <param name="imagesPerClass">Stored images of each class.</param>
    /// <param name="initialization">"real" (random real images) or "noise" (standard normal).</param>
    /// <param name="tiles">Tiles per side of each stored image; 1 for none.</param>
    /// <exception cref="DataException">Images of this size cannot be cut so.</exception>
    public SyntheticSet Start(int imagesPerClass, string initialization, int tiles = 1)
    {
        if (Formation.Fault(real.Shape.Height, real.Shape.Width, tiles) is { } fault) throw new DataException(fault);
        using var random = Seeds.Generator("init");
        var set = initialization == "real"
            ? SyntheticSet.FromReal(real, imagesPerClass, random, tiles)
            : SyntheticSet.FromNoise(real, imagesPerClass, random, tiles);
        set.Images.requires_grad = true;
        return set;
    }

    /// <summary>Whether scalars of this iteration are wanted: reading one from the device waits for it.</summary>
    public bool Due(int iteration) => context.Due(iteration);

    /// <summary>
    /// Asked between two parts of an iteration that takes long: waits while the run is held, and ends it when that was asked. What the
    /// iteration has done so far is lost then; it is done again from its start.
    /// </summary>
    public void Breathe() => context.Breathe();

    /// <summary>Gives scalars of the current iteration.</summary>
    public void Measured(params ReadOnlySpan<(string Series, double Value)> values)
    {
        foreach (var (series, value) in values) _values[series] = value;
    }

    /// <summary>Gives a loss of the current iteration: its sum and, for up to 20 classes, the part of each.</summary>
    /// <param name="series">Name of the sum; that of a part has the class behind a slash.</param>
    /// <param name="losses">[classes].</param>
    public void MeasuredByClass(string series, Tensor losses)
    {
        var values = losses.detach().cpu().data<float>().ToArray();     // host sync
        Measured((series, values.Sum(value => (double)value)));
        if (values.Length > MostClassSeries) return;
        for (var c = 0; c < values.Length; c++) Measured((Series.OfClass(series, real.Classes[c]), values[c]));
    }

    /// <summary>Gives paths to be told beside those of the set, if the set is stored after this iteration.</summary>
    public void Draw(IReadOnlyList<ProjectedPath> paths) => _drawn = paths;

    /// <summary>Tells people something.</summary>
    public void Note(string text, string level = "information") => context.Note(text, level);

    /// <summary>Counts images that went through the network, for the throughput.</summary>
    public void Count(long images) => _images += images;

    /// <summary>Iterations 1, 2, …, after the newest checkpoint if there is one. The body of the loop is one iteration of the method.</summary>
    /// <param name="iterations">The last one.</param>
    /// <param name="synthetic">The set being made.</param>
    /// <param name="state">Every other tensor that lives from one iteration to the next, by name.</param>
    public IEnumerable<int> Iterations(int iterations, SyntheticSet synthetic, params (string Name, Tensor Tensor)[] state)
    {
        using var start = synthetic.Images.detach().clone().DetachFromDisposeScope();
        var kept = state.Append(("images", synthetic.Images)).Append(("start", start)).ToDictionary(part => part.Item1, part => part.Item2);
        var first = LastIteration = context.Checkpoints.Load(kept);
        context.Tell(new PhaseStarted("distil", iterations));
        Show(first, synthetic, first == iterations);       // after a resume: what the stop kept from being stored or judged
        var saved = context.Time.GetTimestamp();
        for (var k = first + 1; k <= iterations; k++)
        {
            var done = k - 1;
            context.Breathe(() => Save(done, kept));
            var (began, held) = (context.Time.GetTimestamp(), context.Held);
            yield return k;
            LastIteration = k;
            if (Due(k)) Measured((Series.Travelled, Travelled(synthetic.Images, start)));
            Tell(k, context.Time.GetElapsedTime(began) - (context.Held - held));
            _heap.AfterIteration();
            if (k == iterations || context.Time.GetElapsedTime(saved) >= BetweenCheckpoints)
            {
                Save(k, kept);
                saved = context.Time.GetTimestamp();
            }

            Show(k, synthetic, k == iterations);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _path?.Dispose();

    private static double Travelled(Tensor images, Tensor start)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        return (images - start).Squared().mean().item<float>();      // host sync
    }

    private void Project(int iteration, SyntheticSet set)
    {
        var drawn = _drawn;
        _drawn = [];
        if (context.History.WasProjected(iteration)) return;
        _path ??= NewPath();
        context.Tell(new Projected(iteration, [.. iteration == 0 ? _path.Goals : [], .. _path.Places(set), .. drawn]));
    }

    private SetPath NewPath()
    {
        using var random = Seeds.Generator("path");
        return new SetPath(real, NewNetwork(PathNetwork), random);
    }

    private void Save(int iteration, Dictionary<string, Tensor> state)
    {
        if (iteration == 0) return;
        context.Checkpoints.Save(iteration, state);
        context.Tell(new CheckpointSaved(iteration));
    }

    private void Tell(int iteration, TimeSpan elapsed)
    {
        if (context.Due(iteration))
        {
            _values[Series.IterationTime] = elapsed.TotalSeconds;
            if (_images > 0) _values[Series.Throughput] = _images / Math.Max(elapsed.TotalSeconds, 1e-9);
            _values[Series.ProcessMemory] = Environment.WorkingSet / 1048576.0;
            foreach (var (series, value) in Devices.Read(context.Device.ToString())) _values[series] = value;
            context.Measured(iteration, _values.ToDictionary());
        }

        _values.Clear();
        _images = 0;
    }

    private void Show(int iteration, SyntheticSet synthetic, bool isLast)
    {
        var saves = isLast || iteration % context.Spec.SaveEvery == 0;
        var every = context.Spec.Evaluation.Every;
        var judges = !isLast && iteration > 0 && every > 0 && iteration % every == 0;
        if (!saves && !judges) return;
        using var formed = synthetic.Formed();
        if (saves)
        {
            store(iteration, formed);
            Project(iteration, formed);
        }

        if (judges) judge(iteration, formed);
    }
}
