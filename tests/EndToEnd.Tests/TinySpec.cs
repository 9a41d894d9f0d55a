using System.Text.Json;
using Contracts;

namespace EndToEnd.Tests;

/// <summary>A real run that takes seconds: made images of 16 × 16, a narrow network, two images per class, two more test networks.</summary>
internal static class TinySpec
{
    public static RunSpec Of(int iterations, string name = "Tiny") => new()
    {
        Name = name,
        Data = new DataSpec { Name = "shapes", ImageSize = 16, TrainPerClass = 20 },
        Method = new ComponentSpec
        {
            Name = "distribution-matching",
            Options = Options(("imagesPerClass", 2), ("iterations", iterations), ("realBatch", 8)),
        },
        TrainingNetwork = new ComponentSpec { Name = "convnet", Options = Options(("width", 8), ("depth", 2)) },
        Evaluation = new EvaluationSpec
        {
            Networks = [new ComponentSpec { Name = "lenet" }, new ComponentSpec { Name = "mlp" }],
            Repeats = 2,
            Epochs = 2,
            BatchSize = 16,
        },
        SaveEvery = 50,
        Threads = 1,
    };

    private static Dictionary<string, JsonElement> Options(params (string Name, int Value)[] values) =>
        values.ToDictionary(value => value.Name, value => JsonSerializer.SerializeToElement(value.Value));
}
