using System.Text.Json;
using Contracts;

namespace EndToEnd.Tests;

/// <summary>A real batch that takes seconds: two made images of 16 × 16 per class, a narrow ResNet, the baseline and the full recipe.</summary>
internal static class TinyBatch
{
    public static RunSpec Of(int repeats, int baseEpochs = 8) => new()
    {
        Name = "Tiny batch",
        Data = new DataSpec { Name = "shapes", ImageSize = 16, TrainPerClass = 20 },
        TrainingNetwork = new ComponentSpec { Name = "convnet", Options = Options(("width", 8), ("depth", 2)) },
        Mitigation = new MitigationSpec
        {
            Set = new SetSpec { Source = "real", ImagesPerClass = 2 },
            Networks = [new ComponentSpec { Name = "resnet-10", Options = Options(("width", 4)) }],
            Recipes = [new RecipeSpec { Name = "baseline" }, new RecipeSpec { Name = "full" }],
            BaseEpochs = baseEpochs,
            Repeats = repeats,
            Evidence = new EvidenceSpec { Points = 4, ValidationImages = 20, SubNetworks = 2 },
        },
        Threads = 1,
    };

    private static Dictionary<string, JsonElement> Options(params (string Name, int Value)[] values) =>
        values.ToDictionary(value => value.Name, value => JsonSerializer.SerializeToElement(value.Value));
}
