using System.Text.Json;
using Contracts;
using Engine.Networks;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Tests.Networks;

/// <summary>Short ways to networks for tests.</summary>
internal static class NetworkCase
{
    public static readonly ImageShape Grey28 = new(1, 28, 28);
    public static readonly ImageShape Color32 = new(3, 32, 32);
    public static readonly ImageShape Color64 = new(3, 64, 64);

    /// <summary>A spec from a name and options as JSON.</summary>
    public static ComponentSpec Spec(string name, string options = "{}") => new()
    {
        Name = name,
        Options = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(options)!,
    };

    /// <summary>A network from a seed.</summary>
    public static Network Create(string name, string options, ImageShape shape, int classes = 10, ulong seed = 1)
    {
        using var random = new Generator(seed, CPU);
        return Network.Create(Spec(name, options), shape, classes, random, CPU);
    }

    /// <summary>A plan from a name and options as JSON.</summary>
    public static NetworkPlan Plan(string name, string options, ImageShape shape, int classes = 10) =>
        NetworkFamily.Find(name)!.From(Spec(name, options), shape, classes);

    /// <summary>Random images.</summary>
    public static Tensor Images(ImageShape shape, int count, ulong seed = 5)
    {
        using var random = new Generator(seed, CPU);
        return randn([count, shape.Channels, shape.Height, shape.Width], generator: random);
    }
}
