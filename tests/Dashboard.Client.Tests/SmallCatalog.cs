using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>A catalog with one preset, three networks and three recipes.</summary>
internal sealed class SmallCatalog : ICatalog
{
    /// <summary>Name of the preset; there are Japanese words for it.</summary>
    public const string Preset = "Demo: Fashion-MNIST (embedded), one image per class";

    public CatalogDescription Describe() => new(
        [], [Named("convnet", "ConvNet"), Named("alexnet", "AlexNet"), Named("resnet-18", "ResNet-18", Pages.Field("width",
            OptionKind.Integer, 64))], [],
        [new RunSpec { Name = Preset }],
        [Recipe("baseline", "Baseline", 1, "none"), Recipe("baseline-equal-budget", "Baseline at equal budget", 4, "none"), Recipe("full",
            "Full", 4, "three-phase")]);

    public IReadOnlyList<DataSetInfo> DataSets() =>
        [new("demo", "Demo", "Made.", "embedded", true, "none"), new("cifar10", "CIFAR-10", "Small photographs.", "data folder", true,
            "unknown")];

    private static ComponentDescriptor Named(string name, string title, params OptionField[] options) =>
        new(name, title, title + " it is.", "", options);

    private static ComponentDescriptor Recipe(string name, string title, double budget, string dropPath) => Named(
        name, title, Pages.Field("budget", OptionKind.Number, budget, 0.01, 100),
        Pages.Field("augmentation", OptionKind.Text, "color_flip"),
        Pages.Field("dropPath", OptionKind.Choice, dropPath, null, null, "none", "three-phase"));
}
