using System.Text.Json;
using Contracts;
using Engine.Distillation.TrajectoryMatching;
using Engine.Options;

namespace Engine;

/// <summary>What a spec costs: how many pieces of work it asks for, and a short run that shows what a piece takes.</summary>
public static class Probes
{
    private const int Iterations = 6;
    private const int Epochs = 20;

    /// <summary>Counts that a probe cuts: a piece of work costs the same whatever they are.</summary>
    private static readonly Dictionary<string, int> Cuts = new(StringComparer.Ordinal)
    {
        ["iterations"] = Iterations,
        ["expertCount"] = 1,
        ["expertEpochCount"] = 0,
        ["expertEpochs"] = 1,
        ["minStartEpoch"] = 0,
        ["maxStartEpoch"] = 1,
        ["curriculumStartEpoch"] = 1,
        ["curriculumIterations"] = 0,
    };

    /// <summary>The same work with few repetitions: some iterations, and one short training of each network.</summary>
    /// <param name="spec">A distillation without faults.</param>
    public static RunSpec Of(RunSpec spec) => spec with
    {
        Name = Shorten("Probe: " + spec.Name),
        Notes = "A short run that shows what the work of a spec takes. Its accuracies mean nothing.",
        Method = Cut(spec.Method),
        Evaluation = spec.Evaluation with
        {
            Repeats = 1,
            Epochs = Math.Min(spec.Evaluation.Epochs, Epochs),
            FullDataEpochs = 1,
            RandomBaseline = false,
            Every = 0,
            EpochsDuring = 0,
        },
        ReportEvery = 1,
        SaveEvery = Iterations,
    };

    /// <summary>The pieces of work of a spec.</summary>
    /// <param name="spec">A distillation without faults.</param>
    public static RunWork Work(RunSpec spec)
    {
        var (iterations, judge) = (Catalog.Iterations(spec.Method), spec.Evaluation);
        var networks = judge.Networks.Prepend(spec.TrainingNetwork).Select(network => network.Label).Distinct().ToList();
        var during = judge.Every > 0 ? (iterations - 1) / judge.Every : 0;
        var trainings = new List<JudgingWork>();
        foreach (var network in networks)
        {
            trainings.Add(new JudgingWork(network, "synthetic", judge.Epochs, judge.Repeats));
            if (during > 0) trainings.Add(new JudgingWork(network, "synthetic", judge.EpochsDuring > 0 ? judge.EpochsDuring : judge.Epochs, during));
            if (judge.RandomBaseline) trainings.Add(new JudgingWork(network, "random", judge.Epochs, judge.Repeats));
            if (judge.FullData) trainings.Add(new JudgingWork(network, "full", judge.FullDataEpochs, judge.Repeats));
        }

        return new RunWork(MakingKey(spec), JudgingKey(spec), iterations, ExpertEpochs(spec.Method), trainings);
    }

    private static ComponentSpec Cut(ComponentSpec method)
    {
        var known = OptionFields.Of(Catalog.OptionsOf(method)).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var options = new Dictionary<string, JsonElement>(method.Options);
        foreach (var (name, count) in Cuts.Where(cut => known.Contains(cut.Key))) options[name] = JsonSerializer.SerializeToElement(count);
        return method with { Options = options };
    }

    private static string MakingKey(RunSpec spec) =>
        $"{DataKey(spec.Data)} {spec.Method.Name} {Bound(Cut(spec.Method))} {spec.TrainingNetwork.Label} threads {spec.Threads}";

    private static string JudgingKey(RunSpec spec)
    {
        var judge = spec.Evaluation;
        var images = (Catalog.ImagesPerClass(spec.Method) ?? 1) * Catalog.TilesOf(spec.Method);
        return $"{DataKey(spec.Data)} images {images} batch {judge.BatchSize} {judge.Augmentation} {judge.OperationsPerBatch} threads {spec.Threads}";
    }

    private static string DataKey(DataSpec data) => $"{data}";

    /// <summary>Every option with its value, defaults among them.</summary>
    private static object Bound(ComponentSpec method) => OptionFields.Bind(Catalog.OptionsOf(method), method);

    private static int ExpertEpochs(ComponentSpec method) =>
        Bound(method) is TrajectoryMatchingOptions options ? options.ExpertCount * options.TrainedEpochs : 0;

    private static string Shorten(string name) => name.Length <= RunSpec.LongestName ? name : name[..RunSpec.LongestName];
}
