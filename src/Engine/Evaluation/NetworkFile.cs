using System.Globalization;
using Engine.Networks;
using Engine.Numerics;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Evaluation;

/// <summary>Weights of a network as .safetensors: "parameter.000", …, then "buffer.000", …, in the order of the layers.</summary>
internal static class NetworkFile
{
    /// <summary>Extension of such a file.</summary>
    public const string Extension = ".safetensors";

    /// <summary>The file's bytes.</summary>
    public static byte[] Write(Network network) =>
        SafeTensors.Write(Named(network), new Dictionary<string, string> { ["network"] = network.Label });

    /// <summary>Copies the values of a file into a network.</summary>
    /// <exception cref="RunFault">The file is damaged, or of another network; every difference is told.</exception>
    public static void Read(Network network, byte[] file, string name)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        try
        {
            var (tensors, _) = SafeTensors.Read(file);
            var mine = Named(network);
            var faults = mine.Where(pair => !tensors.TryGetValue(pair.Key, out var found) || !found.shape.SequenceEqual(pair.Value.shape))
                .Select(pair => $"{pair.Key} should be {TensorGuards.Sizes(pair.Value)}, "
                    + $"not {(tensors.TryGetValue(pair.Key, out var found) ? TensorGuards.Sizes(found) : "absent")}").ToList();
            faults.AddRange(tensors.Keys.Except(mine.Keys).Select(key => $"{key} is no part of it"));
            if (faults.Count > 0) throw new RunFault($"The weights of {name} are not those of {network.Label}: {string.Join("; ", faults.Take(10))}.");
            foreach (var (key, target) in mine) target.copy_(tensors[key]);
        }
        catch (InvalidDataException fault)
        {
            throw new RunFault($"The weights of {name} cannot be read: {fault.Message}", fault);
        }
    }

    private static Dictionary<string, Tensor> Named(Network network) => network.Parameters.Index()
        .Select(entry => (Name: Numbered("parameter", entry.Index), Tensor: entry.Item))
        .Concat(network.Buffers.Index().Select(entry => (Name: Numbered("buffer", entry.Index), Tensor: entry.Item)))
        .ToDictionary(entry => entry.Name, entry => entry.Tensor);

    private static string Numbered(string kind, int index) => string.Create(CultureInfo.InvariantCulture, $"{kind}.{index:D3}");
}
