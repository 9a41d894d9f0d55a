using System.Text.RegularExpressions;
using Contracts;
using Engine.Data;
using Engine.Data.Sources;
using Engine.Mitigation;
using Engine.Networks;
using Engine.Options;

namespace Engine;

/// <summary>All faults of a mitigation batch at once, before any work.</summary>
public static partial class MitigationCheck
{
    private const int MostEntries = 32;
    private static readonly string[] Sources = ["run", "file", "real"];

    /// <summary>Every fault of a recipe alone; empty when it can be saved and trained.</summary>
    public static IReadOnlyList<SpecFault> RecipeFaults(RecipeSpec recipe) => [.. Faults(recipe, "")];

    /// <summary>Every fault of the batch in a spec.</summary>
    internal static IEnumerable<SpecFault> Faults(RunSpec spec, MitigationSpec batch, EngineSettings settings)
    {
        const string path = "mitigation";
        if (spec.Method.Name != new RunSpec().Method.Name || spec.Method.Options.Count > 0)
            yield return new SpecFault("method", "A batch of the mitigation lab distils nothing: leave the method out.");
        if (spec.Evaluation != new EvaluationSpec { Networks = spec.Evaluation.Networks } || spec.Evaluation.Networks.Count > 0)
            yield return new SpecFault("evaluation", "A batch of the mitigation lab trains by its recipes: leave the evaluation out.");
        foreach (var fault in SetFaults(batch.Set, settings)) yield return fault with { Path = $"{path}.set.{fault.Path}" };
        foreach (var fault in NetworkFaults(batch, settings)) yield return fault with { Path = $"{path}.{fault.Path}" };
        foreach (var fault in RecipesFaults(batch)) yield return fault with { Path = $"{path}.{fault.Path}" };
        foreach (var fault in Ranges(batch)) yield return fault with { Path = $"{path}.{fault.Path}" };
    }

    private static IEnumerable<SpecFault> SetFaults(SetSpec set, EngineSettings settings)
    {
        if (!Sources.Contains(set.Source)) yield return new SpecFault("source", $"Must be one of {string.Join(", ", Sources)}.");
        if (set.Source == "run" && !RunId.TryParse(set.Run, null, out _)) yield return new SpecFault("run", "Name the run whose synthetic set is trained on.");
        if (set.Source == "run" && set.Iteration < 0) yield return new SpecFault("iteration", "Must be 0 or more.");
        if (set.Source == "file" && string.IsNullOrEmpty(set.File)) yield return new SpecFault("file", "Name an entry of a data folder.");
        if (set.Source == "file")
        {
            foreach (var fault in EntryFaults(set, ImportedSets.List(settings))) yield return fault;
        }

        if (set.Source != "real") yield break;
        if (set.ImagesPerClass is < 0 or > 100_000) yield return new SpecFault("imagesPerClass", "Must be between 0 and 100000.");
        if (set.Fraction is not (>= 0 and <= 1)) yield return new SpecFault("fraction", "Must be between 0 and 1.");
        if (set.ImagesPerClass > 0 == set.Fraction > 0) yield return new SpecFault("imagesPerClass", "Give either images per class or a fraction.");
    }

    private static IEnumerable<SpecFault> EntryFaults(SetSpec set, IReadOnlyList<SetEntry> entries)
    {
        var images = entries.FirstOrDefault(entry => entry.FileName == set.File);
        var labels = entries.FirstOrDefault(entry => entry.FileName == set.Labels);
        if (!string.IsNullOrEmpty(set.File) && images is null) yield return Missing("file", set.File);
        if (images?.Kind == "weights") yield return new SpecFault("file", $"'{images.FileName}' holds a network's weights, no images.");
        if (string.IsNullOrEmpty(set.Labels)) yield break;
        if (labels is null) yield return Missing("labels", set.Labels);
        if (labels is not null and not { Kind: "pt" }) yield return new SpecFault("labels", $"Labels are read from a .pt file; '{labels.FileName}' is none.");
        if (images is not null and not { Kind: "pt" })
            yield return new SpecFault("labels", $"'{images.FileName}' holds its labels itself: leave them out, they go with a .pt of images.");

        static SpecFault Missing(string path, string name) => new(path, $"No data folder has an entry '{EntryNames.Shown(name)}'.");
    }

    private static IEnumerable<SpecFault> NetworkFaults(MitigationSpec batch, EngineSettings settings)
    {
        if (batch.Networks.Count is < 1 or > MostEntries) yield return new SpecFault("networks", $"Give 1 to {MostEntries} test networks.");
        var repeated = batch.Networks.CountBy(network => network.Label).Where(network => network.Value > 1);
        foreach (var network in repeated) yield return new SpecFault("networks", $"{network.Key} is named more than once.");
        var all = batch.Networks.Select((network, i) => (Path: $"networks[{i}]", Network: network)).ToList();
        if (batch.Teacher.Checkpoint is { } checkpoint && ImportedSets.List(settings).All(entry => entry.FileName != checkpoint || entry.Kind != "weights"))
            yield return new SpecFault("teacher.checkpoint", $"No data folder has weights '{EntryNames.Shown(checkpoint)}' (.safetensors).");
        if (batch.Teacher.Network is { } teacher) all.Add(("teacher.network", teacher));
        foreach (var fault in all.SelectMany(entry => NetworkFamily.Faults(entry.Network, entry.Path))) yield return fault;
    }

    private static IEnumerable<SpecFault> RecipesFaults(MitigationSpec batch)
    {
        if (batch.Recipes.Count is < 1 or > MostEntries) yield return new SpecFault("recipes", $"Give 1 to {MostEntries} recipes.");
        foreach (var name in batch.Recipes.CountBy(recipe => recipe.Name).Where(name => name.Value > 1))
            yield return new SpecFault("recipes", $"Two recipes have the name {name.Key}.");
        var faults = batch.Recipes.SelectMany((recipe, i) => Faults(recipe, $"recipes[{i}].")).ToList();
        foreach (var fault in faults) yield return fault;
        if (faults.Count == 0 && RecipeFamily.Options(MitigationPlan.BaselineOf(batch)).DistillationWeight > 0)
            yield return new SpecFault("recipes", "The baseline trains the teacher, so it cannot have one itself.");
    }

    private static IEnumerable<SpecFault> Faults(RecipeSpec recipe, string path)
    {
        if (!KebabCase().IsMatch(recipe.Name))
            yield return new SpecFault(path + "name", "Must have 1 to 60 small letters, digits and dashes, and begin with a letter.");
        var component = recipe.Component;
        if (RecipeFamily.Find(component.Name) is not { } member)
        {
            var known = string.Join(", ", RecipeFamily.Members.Select(candidate => candidate.Name));
            yield return new SpecFault(path + "base", $"There is no recipe {EntryNames.Shown(component.Name)}; there are {known}.");
            yield break;
        }

        if (recipe.Base.Length > 0 && recipe.Name != recipe.Base && RecipeFamily.Find(recipe.Name) is not null)
            yield return new SpecFault(path + "name", $"{recipe.Name} is a recipe of the catalog; another name tells the two apart.");
        var faults = OptionFields.Faults(OptionFields.Of(member.Options), component, path.TrimEnd('.')).ToList();
        foreach (var fault in faults) yield return fault with { Path = fault.Path.TrimStart('.') };
        if (faults.Count > 0) yield break;
        var options = OptionFields.Bind(member.Options, component);
        foreach (var fault in DiffAugment.Faults(options.Augmentation, options.OperationsPerBatch))
            yield return new SpecFault(path + "options.augmentation", fault);
    }

    private static IEnumerable<SpecFault> Ranges(MitigationSpec batch)
    {
        (string Path, double Value, double Least, double Most)[] ranges =
        [
            ("baseEpochs", batch.BaseEpochs, 8, 100_000), ("repeats", batch.Repeats, 1, 100), ("fullDataEpochs", batch.FullDataEpochs, 1, 10_000),
            ("evidence.points", batch.Evidence.Points, 2, 200), ("evidence.validationImages", batch.Evidence.ValidationImages, 10, 100_000),
            ("evidence.subNetworks", batch.Evidence.SubNetworks, 0, 64),
        ];
        return ranges.Where(range => !(range.Value >= range.Least && range.Value <= range.Most)).Select(range => new SpecFault(
            range.Path, $"Must be between {range.Least} and {range.Most}; it is {range.Value}."));
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,59}\z")]
    private static partial Regex KebabCase();
}
