using System.Text.Json;
using Contracts;

namespace Contracts.Tests;

public sealed class RunSpecJsonTests
{
    [Fact]
    public void Absent_members_have_their_defaults()
    {
        var spec = Read("{}");

        Assert.Equal(Write(new RunSpec()), Write(spec));
        Assert.Equal(("Untitled run", "demo", "distribution-matching", "convnet"),
            (spec.Name, spec.Data.Name, spec.Method.Name, spec.TrainingNetwork.Name));
        Assert.Equal((0, "auto", 0, 1, 50), (spec.Seed, spec.Device, spec.Threads, spec.ReportEvery, spec.SaveEvery));
    }

    [Fact]
    public void Defaults_survive_in_the_parts_that_are_given()
    {
        var spec = Read("""{"data":{"name":"mnist"},"evaluation":{"repeats":5}}""");

        Assert.Equal(new DataSpec { Name = "mnist" }, spec.Data);
        Assert.Equal(("standardize", 0.1), (spec.Data.Preprocessing, spec.Data.ValidationFraction));
        Assert.Equal(5, spec.Evaluation.Repeats);
        Assert.Equal((1000, 0.01, 0.9, 0.0005, 256, true, false, 30), (
            spec.Evaluation.Epochs, spec.Evaluation.LearningRate, spec.Evaluation.Momentum, spec.Evaluation.WeightDecay,
            spec.Evaluation.BatchSize, spec.Evaluation.RandomBaseline, spec.Evaluation.FullData, spec.Evaluation.FullDataEpochs));
    }

    [Fact]
    public void A_spec_survives_json_both_ways()
    {
        var json = """
            {
              // comments and a trailing comma are welcome in a file that a person writes
              "name": "Both ways", "notes": "Twice", "seed": -3, "device": "cuda:1", "threads": 2, "reportEvery": 5, "saveEvery": 10,
              "data": { "name": "cifar10", "location": "mine", "preprocessing": "zca", "imageSize": 32, "trainPerClass": 100 },
              "method": { "name": "distribution-matching", "options": { "imagesPerClass": 10, "learningRate": 1.5 } },
              "evaluation": { "networks": [ { "name": "resnet-10", "options": { "width": 16 } } ], "every": 20, },
            }
            """;

        var spec = Read(json);

        Assert.Equal(Write(spec), Write(Read(Write(spec))));
        Assert.Equal(10, Read(Write(spec)).Method.Options["imagesPerClass"].GetInt32());
        Assert.Equal("resnet-10 (width 16)", Read(Write(spec)).Evaluation.Networks[0].Label);
        Assert.DoesNotContain("label", Write(spec), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("""{"nmae":"typo"}""", "nmae")]
    [InlineData("""{"data":{"path":"/etc"}}""", "path")]
    [InlineData("""{"seed":1,"seed":2}""", "seed")]
    [InlineData("""{"seed":1.5}""", "seed")]
    [InlineData("""{"seed":"1"}""", "seed")]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"evaluation":{"repeats":1,"repeats":1}}""", "repeats")]
    public void Unknown_doubled_and_wrong_members_are_refused_by_name(string json, string member)
    {
        var fault = Assert.Throws<JsonException>(() => Read(json));
        Assert.Contains(member, fault.Message + fault.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_is_limited()
    {
        var deep = """{"method":{"options":{"a":""" + new string('[', 40) + new string(']', 40) + "}}}";
        Assert.Throws<JsonException>(() => Read(deep));
    }

    [Fact]
    public void A_row_of_history_survives_json_both_ways()
    {
        var row = RunState.Submitted(RunId.Create(DateTimeOffset.UnixEpoch, 1), new RunSpec(), DateTimeOffset.UnixEpoch).Summary with
        {
            Status = RunStatus.Completed,
            Accuracy = new Score(0.72, 0.003, 3),
            WorstNetwork = "lenet",
            LastSeq = 99,
        };

        var json = JsonSerializer.Serialize(row, ContractsJson.Default.RunSummary);

        Assert.Equal(row, JsonSerializer.Deserialize(json, ContractsJson.Default.RunSummary));
        Assert.Contains("\"status\":\"completed\"", json, StringComparison.Ordinal);
    }

    private static RunSpec Read(string json) => JsonSerializer.Deserialize(json, ContractsJson.Default.RunSpec)!;

    private static string Write(RunSpec spec) => JsonSerializer.Serialize(spec, ContractsJson.Default.RunSpec);
}
