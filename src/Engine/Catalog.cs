using System.Reflection;
using System.Text.Json;
using Contracts;
using Engine.Data;
using Engine.Distillation;
using Engine.Distillation.ClassMean;
using Engine.Distillation.Coresets;
using Engine.Distillation.CropSelection;
using Engine.Distillation.DistributionMatching;
using Engine.Distillation.GradientMatching;
using Engine.Distillation.NeuralFeatureRegression;
using Engine.Distillation.RandomSelection;
using Engine.Distillation.TrajectoryMatching;
using Engine.Mitigation;
using Engine.Networks;
using Engine.Numerics;
using Engine.Options;

namespace Engine;

/// <summary>The one list of everything that a spec may name; one line per member.</summary>
public static class Catalog
{
    internal static IReadOnlyList<MethodMember> Methods { get; } =
    [
        MethodMember.Of<DistributionMatchingOptions>("distribution-matching", "Distribution matching (DM)",
            "Moves each class's mean embedding under random networks onto the real one: fast, first order.",
            "Zhao and Bilen, Dataset Condensation with Distribution Matching, WACV 2023", options => new DistributionMatching(options)),
        MethodMember.Of<GradientMatchingOptions>("gradient-matching", "Gradient matching (DC, DSA)",
            "Makes synthetic images give the gradients that real ones give, along the training of many networks: slow, second order.",
            "Zhao and Bilen, Dataset Condensation with Differentiable Siamese Augmentation, ICML 2021", options => new GradientMatching(options)),
        MethodMember.Of<TrajectoryMatchingOptions>("trajectory-matching", "Trajectory matching (MTT)",
            "Makes a few steps on the set lead where whole epochs on the real one led: strong, and the costliest.",
            "Cazenavette et al., Dataset Distillation by Matching Training Trajectories, CVPR 2022",
            options => new TrajectoryMatching(options), options => options.Faults()),
        MethodMember.Of<NeuralFeatureRegressionOptions>("neural-feature-regression", "Neural feature regression (FRePo)",
            "Learns images and labels from which ridge regression on a network's features predicts the real set: first order, strong at few images.",
            "Zhou, Nezhadarya and Ba, Dataset Distillation using Neural Feature Regression, NeurIPS 2022", options => new NeuralFeatureRegression(options)),
        MethodMember.Of<CropSelectionOptions>("crop-selection", "Crop selection",
            "Picks the real crops that a briefly trained network finds easiest, with its answers as labels: no optimisation, a quick first answer on a CPU.",
            "After Sun et al., On the Diversity and Realism of Distilled Dataset (RDED), CVPR 2024", options => new CropSelection(options)),
        MethodMember.Of<RandomSelectionOptions>("random", "Random subset",
            "So many real images per class, by chance: the honest baseline.", "", options => new RandomSelection(options)),
        MethodMember.Of<CoresetOptions>("herding", "Herding",
            "Real images whose mean feature is nearest to that of their class.",
            "Welling, Herding Dynamical Weights to Learn, ICML 2009", options => new Coreset(options, Herding.Choose)),
        MethodMember.Of<CoresetOptions>("k-center", "K-center",
            "Real images that leave no image of their class far from all of them.",
            "Sener and Savarese, Active Learning for Convolutional Neural Networks: A Core-Set Approach, ICLR 2018",
            options => new Coreset(options, KCenter.Choose)),
        MethodMember.Of<ClassMeanOptions>("class-mean", "Class means",
            "Means of random parts of each class: a baseline without a network.", "", options => new ClassMean(options)),
    ];

    /// <summary>
    /// The catalog for those who draw forms: methods, networks, recipes, sources of real sets, and the sample specs as presets (the demo first).
    /// </summary>
    public static CatalogDescription Describe() => Describe(NetworkFamily.Members);

    /// <summary>The catalog with these networks.</summary>
    internal static CatalogDescription Describe(IReadOnlyList<NetworkMember> networks) => new(
        [.. Methods.Select(member => Describe(member.Name, member.Title, member.Summary, member.Citation, member.OptionsType))],
        [.. networks.Select(member => Describe(member.Name, member.Title, member.Summary, member.Citation, member.OptionsType))],
        DataSets.Describe(), Presets(),
        [.. RecipeFamily.Members.Select(member => new ComponentDescriptor(
            member.Name, member.Title, member.Summary, member.Citation, OptionFields.Of(member.Options)))])
    {
        Published = [.. PublishedPresets.All, .. PublishedPresets.RulesOfThumb],
    };

    /// <summary>The method of a spec without faults.</summary>
    internal static IDistiller Distiller(ComponentSpec spec) => Methods.Single(member => member.Name == spec.Name).From(spec);

    /// <summary>Images per class that a method's options ask for; null where it has no such option.</summary>
    internal static int? ImagesPerClass(ComponentSpec spec) => MethodOption(spec, "ImagesPerClass");

    /// <summary>Iterations that a method's options ask for; 1 where it has no such option.</summary>
    internal static int Iterations(ComponentSpec spec) => MethodOption(spec, "Iterations") ?? 1;

    /// <summary>Experts that a method's options ask for; 0 where it has no such option.</summary>
    internal static int Experts(ComponentSpec spec) => MethodOption(spec, "ExpertCount") ?? 0;

    /// <summary>Small images that a stored image holds; 1 where the method has no tiles.</summary>
    internal static int TilesOf(ComponentSpec spec) => MethodOption(spec, "Tiles") is { } side ? side * side : 1;

    /// <summary>The options of a method.</summary>
    internal static Type OptionsOf(ComponentSpec method) => Methods.Single(member => member.Name == method.Name).OptionsType;

    /// <summary>Faults of the spec's networks for images of a shape: too deep for so few pixels, say.</summary>
    internal static IReadOnlyList<SpecFault> NetworkFaults(RunSpec spec, ImageShape shape)
    {
        var networks = spec.Evaluation.Networks.Select((network, i) => (network, Path: $"evaluation.networks[{i}]"))
            .Concat((spec.Mitigation?.Networks ?? []).Select((network, i) => (network, Path: $"mitigation.networks[{i}]")))
            .Prepend((spec.TrainingNetwork, "trainingNetwork"));
        if (spec.Mitigation?.Teacher.Network is { } teacher) networks = networks.Append((teacher, "mitigation.teacher.network"));
        return [.. networks.SelectMany(
            entry => Faults(entry.Item1, shape).Select(fault => new SpecFault(entry.Item2, $"{entry.Item1.Label}: {fault}")))];
    }

    private static int? MethodOption(ComponentSpec spec, string property)
    {
        var options = OptionsOf(spec);
        return options.GetProperty(property)?.GetValue(OptionFields.Bind(options, spec)) as int?;
    }

    private static IReadOnlyList<string> Faults(ComponentSpec network, ImageShape shape) =>
        NetworkFamily.Find(network.Name) is { } member ? member.Faults(OptionFields.Bind(member.OptionsType, network), shape) : [];

    private static ComponentDescriptor Describe(string name, string title, string summary, string citation, Type options) =>
        new(name, title, summary, citation, OptionFields.Of(options));

    private static List<RunSpec> Presets()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("samples/", StringComparison.Ordinal))
            .OrderByDescending(name => name == "samples/demo.json").ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => JsonSerializer.Deserialize(assembly.GetManifestResourceStream(name)!, ContractsJson.Default.RunSpec)!)];
    }
}
