using System.Text.Json;
using Contracts;
using Engine.Data;
using Engine.Distillation.TrajectoryMatching;
using Engine.Evaluation;
using Engine.Networks;
using Engine.Options;
using Engine.Runs;

namespace Engine;

/// <summary>All faults of a spec at once, before any work. What only the data can tell (class sizes, image shape) the run checks first of all.</summary>
public static class RunSpecCheck
{
    /// <summary>Events that a run may log at most.</summary>
    public const int EventBudget = 200_000;

    private static readonly string[] Preprocessings = ["standardize", "zca", "zca-frepo"];

    /// <summary>Every fault of a spec; empty when it can be run.</summary>
    public static IReadOnlyList<SpecFault> Faults(RunSpec spec, EngineSettings settings)
    {
        var faults = new List<SpecFault>();
        General(spec, faults);
        Data(spec.Data, settings, faults);
        Component("method", spec.Method, Catalog.Methods.Select(member => (member.Name, member.OptionsType)), faults);
        if (!faults.Exists(fault => fault.Path.StartsWith("method.", StringComparison.Ordinal)))
            faults.AddRange(Catalog.Methods.Single(member => member.Name == spec.Method.Name).Faults(spec.Method, "method"));
        faults.AddRange(NetworkFamily.Faults(spec.TrainingNetwork, "trainingNetwork"));
        faults.AddRange(spec.Evaluation.Networks.SelectMany((network, i) => NetworkFamily.Faults(network, $"evaluation.networks[{i}]")));
        Evaluation(spec.Evaluation, faults);
        if (spec.Mitigation is { } batch) faults.AddRange(MitigationCheck.Faults(spec, batch, settings));
        Augmentations(spec, faults);
        if (faults.Count == 0 && Events(spec) is var events && events > EventBudget)
        {
            faults.Add(spec.Mitigation is null
                ? new SpecFault("reportEvery", $"The run would log about {events:N0} events; at most {EventBudget:N0} are kept. Report less often.")
                : new SpecFault("mitigation.evidence.points", $"The run would log about {events:N0} events; at most {EventBudget:N0} are kept. "
                    + $"Measure fewer points, or train fewer networks, recipes or repeats."));
        }

        return faults;
    }

    private static void General(RunSpec spec, List<SpecFault> faults)
    {
        if (string.IsNullOrWhiteSpace(spec.Name) || spec.Name.Length > RunSpec.LongestName) faults.Add(new SpecFault("name", "Must have 1 to 120 characters."));
        if (spec.Notes.Length > 4_000) faults.Add(new SpecFault("notes", "Must have at most 4,000 characters."));
        Within("reportEvery", spec.ReportEvery, 1, 1_000_000, faults);
        Within("saveEvery", spec.SaveEvery, 1, 1_000_000, faults);
        Within("threads", spec.Threads, 0, 1_024, faults);
        var known = Devices.List().Select(device => device.Name).Prepend("auto").ToList();
        if (!known.Contains(spec.Device)) faults.Add(new SpecFault("device", $"There is no device {spec.Device}; there are {string.Join(", ", known)}."));
    }

    private static void Data(DataSpec data, EngineSettings settings, List<SpecFault> faults)
    {
        var names = DataSets.List(settings).Select(set => set.Name).ToList();
        if (data.Location is null && !names.Contains(data.Name))
            faults.Add(new SpecFault("data.name", $"There is no data set {data.Name}; there are {string.Join(", ", names)}."));
        if (!Preprocessings.Contains(data.Preprocessing))
            faults.Add(new SpecFault("data.preprocessing", $"Must be one of {string.Join(", ", Preprocessings)}."));
        Within("data.imageSize", data.ImageSize, 0, 512, faults);
        Within("data.validationFraction", data.ValidationFraction, 0, 0.5, faults);
        Within("data.trainPerClass", data.TrainPerClass, 0, 1_000_000, faults);
    }

    private static void Component(string path, ComponentSpec spec, IEnumerable<(string Name, Type Options)> family, List<SpecFault> faults)
    {
        var members = family.ToList();
        var member = members.FirstOrDefault(candidate => candidate.Name == spec.Name);
        if (member.Options is null)
            faults.Add(new SpecFault(path + ".name", $"There is no {spec.Name}; there are {string.Join(", ", members.Select(known => known.Name))}."));
        else
            faults.AddRange(OptionFields.Faults(OptionFields.Of(member.Options), spec, path));
    }

    private static void Evaluation(EvaluationSpec plan, List<SpecFault> faults)
    {
        if (plan.Networks.Count > 32) faults.Add(new SpecFault("evaluation.networks", "At most 32 test networks."));
        Within("evaluation.repeats", plan.Repeats, 1, 100, faults);
        Within("evaluation.epochs", plan.Epochs, 1, 100_000, faults);
        Within("evaluation.epochsDuring", plan.EpochsDuring, 0, 100_000, faults);
        Within("evaluation.fullDataEpochs", plan.FullDataEpochs, 1, 10_000, faults);
        Within("evaluation.every", plan.Every, 0, 1_000_000, faults);
        Within("evaluation.batchSize", plan.BatchSize, 1, 65_536, faults);
        Within("evaluation.operationsPerBatch", plan.OperationsPerBatch, 1, 6, faults);
        Within("evaluation.learningRate", plan.LearningRate, 1e-8, 100, faults);
        Within("evaluation.momentum", plan.Momentum, 0, 0.9999, faults);
        Within("evaluation.weightDecay", plan.WeightDecay, 0, 1, faults);
    }

    private static void Augmentations(RunSpec spec, List<SpecFault> faults)
    {
        faults.AddRange(DiffAugment.Faults(spec.Evaluation.Augmentation, spec.Evaluation.OperationsPerBatch).Select(fault => new SpecFault("evaluation.augmentation", fault)));
        if (spec.Method.Options.TryGetValue("augmentation", out var method) && method.ValueKind == JsonValueKind.String)
            faults.AddRange(DiffAugment.Faults(method.GetString()!).Select(fault => new SpecFault("method.options.augmentation", fault)));
    }

    private static long Events(RunSpec spec)
    {
        if (spec.Mitigation is { } batch) return (batch.Evidence.Points + CellTraining.SchedulePoints + 4L) * MitigationPlan.Cells(spec).Count + 100;
        var iterations = Catalog.Iterations(spec.Method);
        var networks = spec.Evaluation.Networks.Count + 1L;
        var during = spec.Evaluation.Every == 0 ? 0 : iterations / spec.Evaluation.Every * networks;
        return iterations / spec.ReportEvery + 3 * (iterations / spec.SaveEvery) + during + 3 * networks * spec.Evaluation.Repeats
            + (ExpertTraining.Points + 1L) * Catalog.Experts(spec.Method) + 100;
    }

    private static void Within(string path, double value, double least, double most, List<SpecFault> faults)
    {
        if (!(value >= least && value <= most))
            faults.Add(new SpecFault(path, $"Must be between {least} and {most}; it is {value}."));
    }
}
