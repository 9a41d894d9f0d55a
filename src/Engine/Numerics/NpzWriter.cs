using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using static TorchSharp.torch;

namespace Engine.Numerics;

/// <summary>Writes arrays as NumPy's .npz: a zip of .npy files, version 1.0, little-endian, row-major. No pickled objects.</summary>
internal sealed class NpzWriter : IDisposable
{
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);        // same content, same bytes
    private readonly MemoryStream _stream = new();
    private readonly ZipArchive _zip;

    /// <summary>An empty file.</summary>
    public NpzWriter() => _zip = new ZipArchive(_stream, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Adds a float32 or int64 tensor of any shape and device.</summary>
    public void Add(string name, Tensor value)
    {
        using var scope = NewDisposeScope();
        var plain = value.detach().cpu().contiguous();
        var type = plain.dtype switch
        {
            ScalarType.Float32 => "<f4",
            ScalarType.Int64 => "<i8",
            _ => throw new NotSupportedException($"Tensors of type {plain.dtype} are not exported."),
        };
        Write(name, type, plain.shape, plain.bytes);
    }

    /// <summary>Adds text: one string (shape ()) or a list of them (shape (n,)), of NumPy's fixed-width type U.</summary>
    public void Add(string name, IReadOnlyList<string> texts, bool single = false)
    {
        var points = texts.Select(text => text.EnumerateRunes().Select(rune => rune.Value).ToArray()).ToList();
        var width = Math.Max(1, points.Max(text => text.Length));
        var bytes = new byte[texts.Count * width * 4];
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = 0; j < points[i].Length; j++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan((i * width + j) * 4), points[i][j]);
        }

        Write(name, $"<U{width}", single ? [] : [texts.Count], bytes);
    }

    /// <summary>The finished file.</summary>
    public byte[] Finish()
    {
        _zip.Dispose();
        return _stream.ToArray();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _zip.Dispose();
        _stream.Dispose();
    }

    private void Write(string name, string type, long[] shape, ReadOnlySpan<byte> values)
    {
        var sides = string.Concat(shape.Select(side => side.ToString(CultureInfo.InvariantCulture) + ", "));
        var dictionary = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sides}), }}";
        const int prefix = 10, alignment = 64;
        var header = dictionary.PadRight((dictionary.Length + prefix + alignment) / alignment * alignment - prefix - 1) + "\n";
        var entry = _zip.CreateEntry(name + ".npy", CompressionLevel.Fastest);
        entry.LastWriteTime = Epoch;
        using var stream = entry.Open();
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(header));
        stream.Write(values);
    }
}
