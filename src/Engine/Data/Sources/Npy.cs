using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Engine.Data.Sources;

/// <summary>An array as NumPy's .npy format describes it: shape, element type, and its bytes in C order, little endian.</summary>
/// <param name="Name">File name, for messages.</param>
/// <param name="Shape">Length of each dimension.</param>
/// <param name="Descr">NumPy's description of the element: "u1", "f4", "i8", "U12", …</param>
/// <param name="Data">The elements.</param>
internal sealed partial record Npy(string Name, IReadOnlyList<int> Shape, string Descr, ReadOnlyMemory<byte> Data)
{
    private const int LongestHeader = 65_536;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Number of elements.</summary>
    public int Count { get; } = Shape.Aggregate(1, (count, side) => count * side);

    /// <summary>Reads an array. Objects, which would be pickles, are refused by their type.</summary>
    public static Npy Read(byte[] file, string name)
    {
        if (file.Length < 12 || !file.AsSpan().StartsWith(Magic))
            throw new DataException($"'{name}' is no npy array.");
        var isLong = file[6] >= 2;
        long headerLength = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(8))
            : BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        var start = (isLong ? 12 : 10) + headerLength;
        if (file[6] is 0 or > 3 || headerLength > LongestHeader || start > file.Length)
        {
            throw new DataException($"'{name}' has a damaged npy header.");
        }

        var header = Encoding.Latin1.GetString(file, isLong ? 12 : 10, (int)headerLength);
        var descr = Field(DescrPattern(), header, name);
        if (descr.Contains('O')) throw new DataException($"'{name}' holds Python objects; only numbers are read.");
        if (Field(OrderPattern(), header, name) == "True")
        {
            throw new DataException($"'{name}' lies in Fortran order; save it with numpy.ascontiguousarray.");
        }

        var shape = ReadSides(Field(ShapePattern(), header, name), name);
        var elementSize = ElementSize(descr, name);
        var claimed = shape.Aggregate((UInt128)elementSize, (bytes, side) => bytes * (UInt128)side);
        if (claimed != (UInt128)(file.Length - start))
        {
            throw new DataException($"'{name}' promises {claimed} bytes of data but holds {file.Length - start}.");
        }

        return new Npy(name, shape, descr.TrimStart('|', '<'), file.AsMemory((int)start));
    }

    /// <summary>Whether the elements are real numbers.</summary>
    public bool IsReal => Descr is "f2" or "f4" or "f8";

    /// <summary>Whether the elements are whole numbers.</summary>
    public bool IsWhole => Descr is "u1" or "i1" or "u2" or "i2" or "u4" or "i4" or "u8" or "i8";

    /// <summary>The shape for people: "100×3×32×32".</summary>
    public string Sides => Shape.Count == 0 ? "a single value" : string.Join("×", Shape);

    /// <summary>The elements as real numbers.</summary>
    public float[] ToFloats()
    {
        var values = new float[Count];
        var data = Data.Span;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Descr switch
            {
                "f2" => (float)BinaryPrimitives.ReadHalfLittleEndian(data[(2 * i)..]),
                "f4" => BinaryPrimitives.ReadSingleLittleEndian(data[(4 * i)..]),
                "f8" => (float)BinaryPrimitives.ReadDoubleLittleEndian(data[(8 * i)..]),
                _ => Whole(i),
            };
        }

        return values;
    }

    /// <summary>The elements as whole numbers.</summary>
    public long[] ToWhole()
    {
        var values = new long[Count];
        for (var i = 0; i < values.Length; i++) values[i] = Whole(i);
        return values;
    }

    /// <summary>The elements as text, of NumPy's fixed-width type U.</summary>
    public IReadOnlyList<string> ToTexts()
    {
        if (!Descr.StartsWith('U')) throw new DataException($"'{Name}' has elements of type '{Descr}'; text is needed.");
        var width = Count == 0 ? 0 : Data.Length / Count;
        return [.. Enumerable.Range(0, Count).Select(i => Encoding.UTF32.GetString(Data.Span.Slice(i * width, width)).TrimEnd('\0'))];
    }

    /// <summary>The elements as pixels: bytes as they are, numbers in [0, 1] times 255.</summary>
    public byte[] ToPixels() => Descr switch
    {
        "u1" => Data.ToArray(),
        "f4" => Scaled(i => BinaryPrimitives.ReadSingleLittleEndian(Data.Span[(4 * i)..])),
        "f8" => Scaled(i => BinaryPrimitives.ReadDoubleLittleEndian(Data.Span[(8 * i)..])),
        _ => throw new DataException(
            $"'{Name}' has elements of type '{Descr}'; images are read from uint8, or from float32 and float64 in [0, 1]."),
    };

    /// <summary>The elements as labels.</summary>
    public int[] ToLabels()
    {
        var labels = new int[Count];
        for (var i = 0; i < labels.Length; i++)
        {
            var label = Whole(i);
            labels[i] = label is >= 0 and < 100_000 ? (int)label
                : throw new DataException($"'{Name}' has label {label} at place {i}; labels start at 0.");
        }

        return labels;
    }

    private long Whole(int i) => Descr switch
    {
        "u1" => Data.Span[i],
        "i1" => (sbyte)Data.Span[i],
        "u2" => BinaryPrimitives.ReadUInt16LittleEndian(Data.Span[(2 * i)..]),
        "i2" => BinaryPrimitives.ReadInt16LittleEndian(Data.Span[(2 * i)..]),
        "u4" => BinaryPrimitives.ReadUInt32LittleEndian(Data.Span[(4 * i)..]),
        "i4" => BinaryPrimitives.ReadInt32LittleEndian(Data.Span[(4 * i)..]),
        "i8" or "u8" => BinaryPrimitives.ReadInt64LittleEndian(Data.Span[(8 * i)..]),
        _ => throw new DataException($"'{Name}' has elements of type '{Descr}'; labels are whole numbers."),
    };

    private byte[] Scaled(Func<int, double> value)
    {
        var pixels = new byte[Count];
        for (var i = 0; i < pixels.Length; i++)
        {
            var x = value(i);
            // Not "x < 0 || x > 1": NaN must be refused too.
            if (!(x is >= 0 and <= 1))
            {
                throw new DataException(
                    $"'{Name}' has {x.ToString(CultureInfo.InvariantCulture)} at place {i}; pixels given as real numbers lie in [0, 1].");
            }

            pixels[i] = (byte)Math.Round(x * 255);
        }

        return pixels;
    }

    private static int ElementSize(string descr, string name) => descr switch
    {
        "|u1" or "|i1" or "|b1" => 1,
        "<u2" or "<i2" or "<f2" => 2,
        "<u4" or "<i4" or "<f4" => 4,
        "<u8" or "<i8" or "<f8" => 8,
        _ when TextPattern().Match(descr) is { Success: true } text => 4 * int.Parse(text.Groups[1].Value, CultureInfo.InvariantCulture),
        _ => throw new DataException($"'{name}' has elements of type '{EntryNames.Shown(descr)}', which is not read."),
    };

    private static List<int> ReadSides(string text, string name)
    {
        List<int> sides = [];
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var side) || sides.Count >= 8)
                throw new DataException($"'{name}' has a shape that cannot be: ({EntryNames.Shown(text)}).");
            sides.Add(side);
        }

        return sides;
    }

    private static string Field(Regex pattern, string header, string name) =>
        pattern.Match(header) is { Success: true } match ? match.Groups[1].Value
            : throw new DataException($"'{name}' has a npy header of another form.");

    [GeneratedRegex("^<U([1-9][0-9]{0,6})$")]
    private static partial Regex TextPattern();

    [GeneratedRegex("'descr':\\s*'([^']{1,16})'")]
    private static partial Regex DescrPattern();

    [GeneratedRegex("'fortran_order':\\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("'shape':\\s*\\(([0-9, ]*)\\)")]
    private static partial Regex ShapePattern();
}
