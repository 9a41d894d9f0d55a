using System.Text.Json;
using Contracts;

namespace Engine.Tests;

/// <summary>What a spec costs is told by counts, and by a short run of the same work.</summary>
public sealed class ProbesTests
{
    private static readonly EngineSettings Settings = new();

    public static TheoryData<string> Methods => [.. Catalog.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_probe_does_the_same_work_and_less_of_it(string method)
    {
        var spec = new RunSpec { Method = new ComponentSpec { Name = method }, Evaluation = new EvaluationSpec { Repeats = 5, FullData = true } };
        var probe = Probes.Of(spec);
        Assert.Empty(RunSpecCheck.Faults(probe, Settings));
        var (whole, part) = (Probes.Work(spec), Probes.Work(probe));
        Assert.Equal(whole.MakingKey, part.MakingKey);
        Assert.Equal(whole.JudgingKey, part.JudgingKey);
        Assert.True(part.Iterations <= 6);
        Assert.True(part.ExpertEpochs <= 1);
        Assert.All(part.Trainings, training => Assert.Equal(1, training.Count));
        Assert.All(part.Trainings, training => Assert.True(training.Epochs <= 20));
        Assert.Equal(whole.Trainings.Where(t => t.Set != "random").Select(t => (t.Network, t.Set)), part.Trainings.Select(t => (t.Network, t.Set)));
    }

    [Fact]
    public void Trainings_are_counted_during_the_distillation_and_after_it()
    {
        var spec = new RunSpec
        {
            Method = new ComponentSpec { Name = "distribution-matching", Options = Options(("iterations", 100)) },
            Evaluation = new EvaluationSpec
            {
                Networks = [new ComponentSpec { Name = "mlp" }],
                Repeats = 3,
                Epochs = 300,
                Every = 25,
                EpochsDuring = 40,
                FullData = true,
                FullDataEpochs = 7,
            },
        };
        Assert.Equal(
            [
                new JudgingWork("convnet", "synthetic", 300, 3), new JudgingWork("convnet", "synthetic", 40, 3),
                new JudgingWork("convnet", "random", 300, 3), new JudgingWork("convnet", "full", 7, 3),
                new JudgingWork("mlp", "synthetic", 300, 3), new JudgingWork("mlp", "synthetic", 40, 3),
                new JudgingWork("mlp", "random", 300, 3), new JudgingWork("mlp", "full", 7, 3),
            ],
            Probes.Work(spec).Trainings);
    }

    [Fact]
    public void Experts_count_by_their_epochs()
    {
        var method = new ComponentSpec
        {
            Name = "trajectory-matching",
            Options = Options(("expertCount", 4), ("maxStartEpoch", 3), ("expertEpochs", 2)),
        };
        Assert.Equal(4 * (3 - 1 + 2), Probes.Work(new RunSpec { Method = method }).ExpertEpochs);
    }

    [Theory]
    [InlineData("imagesPerClass", 2)]
    [InlineData("realBatch", 17)]
    public void What_changes_an_iteration_changes_the_key(string option, int value)
    {
        var spec = new RunSpec { Method = new ComponentSpec { Name = "distribution-matching", Options = Options((option, value)) } };
        Assert.NotEqual(Probes.Work(new RunSpec()).MakingKey, Probes.Work(spec).MakingKey);
    }

    [Fact]
    public void A_default_that_is_written_out_is_the_same_work()
    {
        var spec = new RunSpec { Method = new ComponentSpec { Name = "distribution-matching", Options = Options(("imagesPerClass", 10), ("iterations", 3)) } };
        Assert.Equal(Probes.Work(new RunSpec()).MakingKey, Probes.Work(spec).MakingKey);
    }

    private static Dictionary<string, JsonElement> Options(params (string Name, int Value)[] options) =>
        options.ToDictionary(option => option.Name, option => JsonSerializer.SerializeToElement(option.Value));
}
