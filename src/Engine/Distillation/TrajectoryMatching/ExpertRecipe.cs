using System.Text.Json;
using Contracts;
using Engine.Data;
using Engine.Networks;
using Engine.Options;
using Engine.Runs;

namespace Engine.Distillation.TrajectoryMatching;

/// <summary>
/// Everything that decides the experts of a buffer but their number: its JSON is told beside them, and the hash of that is the buffer's
/// name.
/// </summary>
/// <remarks>The seed of a run is no part of it; the train images, which it decides through the validation split, are.</remarks>
internal sealed record ExpertRecipe
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Counts up when the training of experts changes.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The real set, by name.</summary>
    public required string Data { get; init; }

    /// <summary>What was done to the pixels.</summary>
    public required string Preprocessing { get; init; }

    /// <summary>At most so many train images of each class; 0 for all.</summary>
    public required int TrainPerClass { get; init; }

    /// <summary>Share of the train images that is locked away.</summary>
    public required double ValidationFraction { get; init; }

    /// <summary>Hash of the train images, their labels and the split.</summary>
    public required string TrainImages { get; init; }

    /// <summary>Kind of network.</summary>
    public required string Network { get; init; }

    /// <summary>Every option of the network, those at their defaults too.</summary>
    public required JsonElement NetworkOptions { get; init; }

    /// <summary>Epochs; so many snapshots are kept, and that of the start.</summary>
    public required int Epochs { get; init; }

    /// <summary>Learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Momentum.</summary>
    public required double Momentum { get; init; }

    /// <summary>Images per step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Augmentation groups.</summary>
    public required string Augmentation { get; init; }

    /// <summary>The recipe of a run's experts.</summary>
    public static ExpertRecipe Of(RunSpec spec, ImageDataset real, TrajectoryMatchingOptions options)
    {
        var network = NetworkFamily.Find(spec.TrainingNetwork.Name)!.OptionsType;
        return new ExpertRecipe
        {
            Data = real.Name,
            Preprocessing = real.Preprocessing.Name,
            TrainPerClass = spec.Data.TrainPerClass,
            ValidationFraction = spec.Data.ValidationFraction,
            TrainImages = real.TrainHash,
            Network = spec.TrainingNetwork.Name,
            NetworkOptions = JsonSerializer.SerializeToElement(OptionFields.Bind(network, spec.TrainingNetwork), network, Json),
            Epochs = options.TrainedEpochs,
            LearningRate = options.ExpertLearningRate,
            Momentum = options.ExpertMomentum,
            BatchSize = options.ExpertBatch,
            Augmentation = options.Augmentation,
        };
    }

    /// <summary>The recipe of its JSON.</summary>
    /// <exception cref="JsonException">It is that of no recipe.</exception>
    public static ExpertRecipe? Read(ReadOnlySpan<byte> text) => JsonSerializer.Deserialize<ExpertRecipe>(text, Json);

    /// <summary>The random streams of an expert. Whether it goes on for longer changes nothing of what came before.</summary>
    public Seeds Seeds(int number) => new Seeds(0).For($"{(this with { Epochs = 0 }).Key}/{number}");

    /// <summary>The recipe as JSON; internal, so that neither is part of it.</summary>
    internal byte[] Text => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>SHA-256 of <see cref="Text"/>.</summary>
    internal string Key => DurableFile.Hash(Text);
}
