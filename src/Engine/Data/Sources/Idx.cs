using System.Buffers.Binary;

namespace Engine.Data.Sources;

/// <summary>The idx format of MNIST and its kin: big-endian magic, one count per dimension, then bytes.</summary>
internal static class Idx
{
    /// <summary>Images of a file, packed or not: count, height, width and pixels.</summary>
    public static (int Count, int Height, int Width, byte[] Pixels) Images(byte[] file, string name)
    {
        var data = Gzip.Unpacked(file, name);
        var sizes = Header(data, name, dimensions: 3);
        if (sizes[1] > 4_096 || sizes[2] > 4_096)
        {
            throw new DataException($"'{name}' claims images of {sizes[1]}×{sizes[2]} pixels; at most 4096×4096 are read.");
        }

        return ((int)sizes[0], (int)sizes[1], (int)sizes[2], data[16..]);
    }

    /// <summary>Labels of a file, packed or not.</summary>
    public static int[] Labels(byte[] file, string name)
    {
        var data = Gzip.Unpacked(file, name);
        Header(data, name, dimensions: 1);
        return [.. data.Skip(8).Select(label => (int)label)];
    }

    private static uint[] Header(byte[] data, string name, int dimensions)
    {
        var length = 4 + (4 * dimensions);
        if (data.Length < length) throw new DataException($"'{name}' ends inside its header, at byte {data.Length} of {length}.");
        var magic = BinaryPrimitives.ReadUInt32BigEndian(data);
        if (magic != 0x0800u + dimensions)
            throw new DataException(
                $"'{name}' begins with {magic:x8} instead of {0x0800 + dimensions:x8}: "
                + $"it is no idx file of bytes with {dimensions} dimensions.");
        var sizes = new uint[dimensions];
        UInt128 claimed = 1;
        for (var i = 0; i < dimensions; i++)
        {
            sizes[i] = BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(4 + (4 * i)));
            claimed *= sizes[i];
        }

        var present = data.Length - length;
        return claimed == (UInt128)present
            ? sizes
            : throw new DataException($"'{name}' promises {string.Join("×", sizes)} = {claimed} bytes but holds {present}.");
    }
}
