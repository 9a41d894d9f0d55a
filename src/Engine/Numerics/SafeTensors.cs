using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Engine.Numerics;

/// <summary>Named tensors in a file of the safetensors layout: a length, a JSON header, then the raw values. Nothing in such a file can run.</summary>
/// <remarks>Layout: https://github.com/huggingface/safetensors#format. Here float32 and int64 are written and read.</remarks>
internal static class SafeTensors
{
    private const string Metadata = "__metadata__";
    private const int LongestHeader = 1 << 20;

    /// <summary>Bytes of a file that holds the tensors (any device) and some text.</summary>
    public static byte[] Write(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = NewDisposeScope();
        var parts = tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, Value: pair.Value.detach().cpu().contiguous())).ToList();
        var header = new Dictionary<string, object> { [Metadata] = metadata };
        long offset = 0;
        foreach (var (name, value) in parts)
        {
            var end = offset + value.numel() * value.element_size();
            header[name] = new { dtype = TypeName(value.dtype), shape = value.shape, data_offsets = new[] { offset, end } };
            offset = end;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var file = new byte[8 + json.Length + offset];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, 8);
        var position = 8 + json.Length;
        foreach (var (_, value) in parts)
        {
            value.bytes.CopyTo(file.AsSpan(position));
            position += (int)(value.numel() * value.element_size());
        }

        return file;
    }

    /// <summary>The tensors (on the CPU, owned by the caller) and the text of a file.</summary>
    /// <exception cref="InvalidDataException">The file is not of this layout.</exception>
    public static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(byte[] file)
    {
        var length = file.Length < 8 ? -1 : BinaryPrimitives.ReadInt64LittleEndian(file);
        if (length < 2 || length > LongestHeader || length > file.Length - 8) throw new InvalidDataException("Not a tensor file: its header is cut off.");
        try
        {
            using var header = JsonDocument.Parse(file.AsMemory(8, (int)length));
            var metadata = header.RootElement.TryGetProperty(Metadata, out var text)
                ? text.Deserialize<Dictionary<string, string>>() ?? []
                : [];
            var tensors = header.RootElement.EnumerateObject()
                .Where(entry => entry.Name != Metadata)
                .ToDictionary(entry => entry.Name, entry => ReadTensor(file, 8 + (int)length, entry.Value));
            return (tensors, metadata);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException("Not a tensor file: its header cannot be read.", fault);
        }
    }

    /// <summary>Where the values of the first tensor (by name) begin in a file that <see cref="Read"/> can read.</summary>
    public static int ValuesStart(ReadOnlySpan<byte> file) => 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);

    private static Tensor ReadTensor(byte[] file, int start, JsonElement entry)
    {
        var shape = entry.GetProperty("shape").Deserialize<long[]>() ?? throw new JsonException("A tensor has no shape.");
        var offsets = entry.GetProperty("data_offsets").Deserialize<long[]>();
        var type = entry.GetProperty("dtype").GetString() switch
        {
            "F32" => ScalarType.Float32,
            "I64" => ScalarType.Int64,
            var other => throw new InvalidDataException($"A tensor file with values of type {other} is not read here."),
        };
        var size = checked((type == ScalarType.Float32 ? 4 : 8) * shape.Aggregate(1L, (product, side) => checked(product * side)));
        if (offsets is not [>= 0, _] || offsets[1] - offsets[0] != size || offsets[1] > file.Length - start || shape.Any(side => side < 0))
            throw new InvalidDataException("A tensor file is cut off.");
        var tensor = zeros(shape, type);
        file.AsSpan(start + (int)offsets[0], (int)size).CopyTo(tensor.bytes);
        return tensor;
    }

    private static string TypeName(ScalarType type) => type switch
    {
        ScalarType.Float32 => "F32",
        ScalarType.Int64 => "I64",
        _ => throw new NotSupportedException($"Tensors of type {type} are not stored."),
    };
}
