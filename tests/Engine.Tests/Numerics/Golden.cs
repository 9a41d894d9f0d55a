using System.Text.Json;
using static TorchSharp.torch;

namespace Engine.Tests.Numerics;

/// <summary>Numbers computed once with the published reference functions; the folder's README says what each is.</summary>
internal static class Golden
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "golden");
    private static readonly JsonElement Manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "manifest.json"))).RootElement;

    /// <summary>A tensor by name.</summary>
    public static Tensor Tensor(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, $"{name}.bin"));
        var values = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        var shape = Manifest.GetProperty("tensors").GetProperty(name).EnumerateArray().Select(size => size.GetInt64()).ToArray();
        return tensor(values, shape);
    }

    /// <summary>Tensors "name00", "name01", ….</summary>
    public static List<Tensor> Tensors(string name, int count) => [.. Enumerable.Range(0, count).Select(i => Tensor($"{name}{i:00}"))];

    /// <summary>A number by name.</summary>
    public static double Scalar(string name) => Manifest.GetProperty("scalars").GetProperty(name).GetDouble();

    /// <summary>Whole numbers by name.</summary>
    public static IEnumerable<int> Integers(string name) =>
        Manifest.GetProperty("scalars").GetProperty(name).EnumerateArray().Select(value => value.GetInt32());

    /// <summary>‖actual − expected‖ / ‖expected‖.</summary>
    public static double RelativeError(Tensor actual, Tensor expected)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected.shape, actual.shape);
        return (actual.detach() - expected).norm().item<float>() / Math.Max(1e-12, expected.norm().item<float>());
    }

    /// <summary>Asserts agreement to 1e-4, relative.</summary>
    public static void Agrees(Tensor actual, Tensor expected) => Assert.InRange(RelativeError(actual, expected), 0, 1e-4);
}
