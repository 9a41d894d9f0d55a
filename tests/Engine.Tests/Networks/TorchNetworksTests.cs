using System.Text.Json;
using Contracts;
using Engine.Networks;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Tests.Networks;

/// <summary>Every network of the catalog against plain PyTorch with the same weights (golden/networks/make_fixtures.py).</summary>
public sealed class TorchNetworksTests
{
    private static readonly IReadOnlyList<Fixture> Cases = JsonSerializer.Deserialize<List<Fixture>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "networks", "networks.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Cases.Count)];

    [Fact]
    public void No_network_of_the_catalog_is_left_out() =>
        Assert.Equal(
            NetworkFamily.Members.Select(member => member.Name).Order(StringComparer.Ordinal),
            Cases.Select(fixture => fixture.Name).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Indices))]
    public void Logits_and_parameter_counts_agree(int index)
    {
        var fixture = Cases[index];
        using var scope = NewDisposeScope();
        using var random = new Generator(0, CPU);
        var spec = new ComponentSpec { Name = fixture.Name, Options = fixture.Options };
        using var network = Network.Create(spec, new ImageShape(fixture.Channels, fixture.Side, fixture.Side), 10, random, CPU);
        Assert.Equal(fixture.Parameters, network.ParameterCount);
        var weights = network.Parameters.Select(Formula).ToList();
        var images = Waves(2L * network.Shape.Size, 0.13, 0).to_type(ScalarType.Float32)
            .reshape(2, fixture.Channels, fixture.Side, fixture.Side);
        var logits = network.Forward(images, parameters: weights).flatten().data<float>().ToArray();
        var scale = fixture.Logits.Max(Math.Abs);
        Assert.All(fixture.Logits.Zip(logits), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-5 * scale));
    }

    private static Tensor Formula(Tensor parameter, int i)
    {
        var waves = Waves(parameter.numel(), 0.7, i);
        var values = parameter.dim() == 1 ? waves / 4 + 0.5 : waves / Math.Sqrt(parameter.numel() / (double)parameter.shape[0]);
        return values.to_type(ScalarType.Float32).reshape(parameter.shape);
    }

    private static Tensor Waves(long count, double pace, int start) => (arange(count, dtype: ScalarType.Float64) * pace + start).sin();

    private sealed record Fixture(
        string Name, Dictionary<string, JsonElement> Options, int Channels, int Side, long Parameters, double[] Logits);
}
