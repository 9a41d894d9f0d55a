using System.Globalization;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Runs;

/// <summary>Saves and finds the state from which a method can go on. A checkpoint's name carries its hash, so a damaged one is never taken.</summary>
internal sealed class Checkpoints(string folder)
{
    private const int Kept = 2;
    private const string Prefix = "checkpoint-", Extension = ".safetensors";

    /// <summary>Iteration of the newest checkpoint, valid or not; 0 for none.</summary>
    public int Newest => NewestFirst().Select(file => int.Parse(Path.GetFileName(file).AsSpan(Prefix.Length, 9), CultureInfo.InvariantCulture)).FirstOrDefault();

    /// <summary>Stores the state after an iteration; keeps the newest two.</summary>
    public void Save(int iteration, IReadOnlyDictionary<string, Tensor> state)
    {
        var content = SafeTensors.Write(state, new Dictionary<string, string> { ["iteration"] = iteration.ToString(CultureInfo.InvariantCulture) });
        DurableFile.Write(Path.Combine(folder, $"{Prefix}{iteration:D9}-{DurableFile.Hash(content)}{Extension}"), content);
        foreach (var old in NewestFirst().Skip(Kept)) File.Delete(old);
    }

    /// <summary>Copies the newest valid state into tensors of the same names and shapes; gives its iteration, or 0 when there is none.</summary>
    public int Load(IReadOnlyDictionary<string, Tensor> state)
    {
        foreach (var file in NewestFirst())
        {
            var content = File.ReadAllBytes(file);
            var name = Path.GetFileNameWithoutExtension(file);
            if (!name.EndsWith(DurableFile.Hash(content), StringComparison.Ordinal)) continue;
            using var scope = NewDisposeScope();
            using var withoutGraph = no_grad();
            var (tensors, metadata) = SafeTensors.Read(content);
            if (!Fits(tensors, state)) continue;
            foreach (var (key, target) in state) target.copy_(tensors[key]);
            return int.Parse(metadata["iteration"], CultureInfo.InvariantCulture);
        }

        return 0;
    }

    private static bool Fits(IReadOnlyDictionary<string, Tensor> stored, IReadOnlyDictionary<string, Tensor> state) =>
        state.All(pair => stored.TryGetValue(pair.Key, out var tensor) && tensor.dtype == pair.Value.dtype && tensor.shape.AsSpan().SequenceEqual(pair.Value.shape));

    private IEnumerable<string> NewestFirst() =>
        Directory.Exists(folder)
            ? Directory.GetFiles(folder, $"{Prefix}*{Extension}").OrderDescending(StringComparer.Ordinal)
            : [];
}
