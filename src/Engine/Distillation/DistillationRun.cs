using Contracts;
using Engine.Data;
using Engine.Native;
using Engine.Networks;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Distillation;

/// <summary>What a method works with: the real set, fresh training networks, and one loop that measures, stores, judges, pauses and resumes.</summary>
/// <param name="context">The run.</param>
/// <param name="real">The real set, whole, on the device.</param>
/// <param name="store">Called with a set that is to be stored after an iteration.</param>
/// <param name="judge">Called with a set that is to be judged after an iteration, before the last one.</param>
internal sealed class DistillationRun(RunContext context, ImageDataset real, Action<int, SyntheticSet> store, Action<int, SyntheticSet> judge)
{
    private static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, double> _values = [];
    private readonly HeapBound _heap = new();
    private long _images;

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

    /// <summary>Whether scalars of this iteration are wanted: reading one from the device waits for it.</summary>
    public bool Due(int iteration) => context.Due(iteration);

    /// <summary>Gives scalars of the current iteration.</summary>
    public void Measured(params ReadOnlySpan<(string Series, double Value)> values)
    {
        foreach (var (series, value) in values) _values[series] = value;
    }

    /// <summary>Counts images that went through the network, for the throughput.</summary>
    public void Count(long images) => _images += images;

    /// <summary>Iterations 1, 2, …, after the newest checkpoint if there is one. The body of the loop is one iteration of the method.</summary>
    /// <param name="iterations">The last one.</param>
    /// <param name="synthetic">The set being made.</param>
    /// <param name="state">Every other tensor that lives from one iteration to the next, by name.</param>
    public IEnumerable<int> Iterations(int iterations, SyntheticSet synthetic, params (string Name, Tensor Tensor)[] state)
    {
        var kept = state.Append(("images", synthetic.Images)).ToDictionary(part => part.Item1, part => part.Item2);
        var first = LastIteration = context.Checkpoints.Load(kept);
        context.Tell(new PhaseStarted("distil", iterations));
        Show(first, synthetic, first == iterations);       // after a resume: what the stop kept from being stored or judged
        var saved = context.Time.GetTimestamp();
        for (var k = first + 1; k <= iterations; k++)
        {
            var done = k - 1;
            context.Breathe(() => Save(done, kept));
            var began = context.Time.GetTimestamp();
            yield return k;
            LastIteration = k;
            Tell(k, context.Time.GetElapsedTime(began));
            _heap.AfterIteration();
            if (k == iterations || context.Time.GetElapsedTime(saved) >= BetweenCheckpoints)
            {
                Save(k, kept);
                saved = context.Time.GetTimestamp();
            }

            Show(k, synthetic, k == iterations);
        }
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
        if (isLast || iteration % context.Spec.SaveEvery == 0) store(iteration, synthetic);
        if (!isLast && iteration > 0 && context.Spec.Evaluation.Every > 0 && iteration % context.Spec.Evaluation.Every == 0) judge(iteration, synthetic);
    }
}
