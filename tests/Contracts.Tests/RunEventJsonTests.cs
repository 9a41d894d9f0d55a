using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Contracts;

namespace Contracts.Tests;

public sealed class RunEventJsonTests
{
    private static readonly DateTimeOffset At = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static readonly RunEvent[] Samples =
    [
        new RunStarted("cuda:0", 2, "TorchSharp, libtorch", 40),
        new PhaseStarted("distil", 1000),
        new Measured(7, new Dictionary<string, double> { [Series.MatchingLoss] = 0.1, ["accuracy/ConvNet"] = 1e-300 }),
        new SyntheticSetSaved(50, "a.npz", "a.png", 20, ["T-shirt/top", "Kleid \u00fc"], 28, 32),
        new CellTrained(
            new Cell("resnet-18", "full", "synthetic", 1), 0.67, 0.66, 1, new BestEpoch(3000, 0.68, 0.671), 4000, 4000, 1.33e15, 3600.5),
        new NetworkEvaluated(50, "resnet-10 (width 16)", "synthetic", 2, 0.451, 0.43, 0.99, 300, 12.5),
        new Projected(50, [new ProjectedPath("synthetic", "T-shirt/top", [0.5], [-1e-3])]),
        new CheckpointSaved(50),
        new StatusChanged(RunStatus.Paused),
        new Noted("warning", "One \"thought\".\nTwo lines."),
        new RunEnded(RunStatus.Interrupted, "The server stopped."),
    ];

    public static TheoryData<string> Kinds => [.. Family().Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_survives_json_both_ways(string kind)
    {
        var e = Sample(kind);

        var json = JsonSerializer.Serialize(e, ContractsJson.Default.RunEvent);
        var back = JsonSerializer.Deserialize(json, ContractsJson.Default.RunEvent);

        Assert.NotNull(back);
        Assert.Equal(e.GetType(), back.GetType());
        Assert.Equal((42, At), (back.Seq, back.At));
        Assert.Equal(json, JsonSerializer.Serialize(back, ContractsJson.Default.RunEvent));
        foreach (var property in e.GetType().GetProperties()) Assert.Equivalent(property.GetValue(e), property.GetValue(back), strict: true);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_kind_comes_first_and_members_are_in_camel_case(string kind)
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(Sample(kind), ContractsJson.Default.RunEvent));
        var names = json.RootElement.EnumerateObject().Select(member => member.Name).ToList();

        Assert.Equal("kind", names[0]);
        Assert.Equal(JsonNamingPolicy.KebabCaseLower.ConvertName(kind), json.RootElement.GetProperty("kind").GetString());
        Assert.All(names, name => Assert.Equal(JsonNamingPolicy.CamelCase.ConvertName(name), name));
        Assert.Contains("seq", names);
        Assert.Contains("at", names);
    }

    [Fact]
    public void Every_kind_is_sealed_and_has_a_name_of_its_own()
    {
        var named = typeof(RunEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().ToList();

        Assert.Equal(Family(), named.Select(attribute => attribute.DerivedType).OrderBy(type => type.Name, StringComparer.Ordinal));
        Assert.Equal(named.Count, named.Select(attribute => attribute.TypeDiscriminator).Distinct().Count());
        Assert.All(Family(), type => Assert.True(type.IsSealed, type.Name));
    }

    [Theory]
    [InlineData("""{"kind":"exploded","seq":1}""")]
    [InlineData("""{"seq":1,"iteration":3}""")]
    [InlineData("""{"kind":"checkpoint-saved","seq":1,"iteration":3,"extra":1}""")]
    [InlineData("""{"kind":"checkpoint-saved","seq":1,"iteration":3,"iteration":4}""")]
    [InlineData("""{"kind":"status-changed","status":"Sleeping"}""")]
    [InlineData("""{"kind":"status-changed","status":2}""")]
    [InlineData("""{"kind":"noted","level":null,"text":"a"}""")]
    public void What_is_no_event_is_refused(string json)
    {
        var fault = Record.Exception(() => JsonSerializer.Deserialize(json, ContractsJson.Default.RunEvent));
        Assert.True(fault is JsonException or NotSupportedException, fault?.ToString() ?? "It was read.");
    }

    private static RunEvent Sample(string kind) => Samples.Single(e => e.GetType().Name == kind) with { Seq = 42, At = At };

    private static IEnumerable<Type> Family() => typeof(RunEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RunEvent)))
        .OrderBy(type => type.Name, StringComparer.Ordinal);
}
