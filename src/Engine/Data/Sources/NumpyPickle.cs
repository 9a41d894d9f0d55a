using System.Text;

namespace Engine.Data.Sources;

/// <summary>An array of a pickle: shape, NumPy's type description, and its bytes in C order.</summary>
internal sealed class NumpyArray : IPickledState
{
    /// <summary>Length of each dimension.</summary>
    public IReadOnlyList<int> Shape { get; private set; } = [];

    /// <summary>NumPy's description of the element: "u1", "f4", …</summary>
    public string Descr { get; private set; } = "";

    /// <summary>The elements.</summary>
    public byte[] Data { get; private set; } = [];

    /// <inheritdoc />
    public void Build(object? state)
    {
        if (state is not object?[] { Length: 5 } parts || parts[1] is not object?[] shape || parts[2] is not NumpyType type
            || parts[4] is not byte[] data)
            throw new FormatException("An array has a state that is none, or holds objects.");
        if (parts[3] is true && shape.Length > 1) throw new FormatException("An array lies in Fortran order.");
        Shape = [.. shape.Select(
            side => side is long length ? checked((int)length) : throw new FormatException("An array has a side that is no number."))];
        var size = type.ItemSize;
        foreach (var side in Shape) size = checked(size * side);
        if (Shape.Any(side => side < 0) || size != data.Length)
        {
            throw new FormatException($"An array of shape {string.Join("×", Shape)} has {data.Length} bytes.");
        }

        (Descr, Data) = (type.Descr, data);
    }
}

/// <summary>The element type of an array of a pickle.</summary>
internal sealed class NumpyType(string descr) : IPickledState
{
    /// <summary>NumPy's description: "u1", "f4", …</summary>
    public string Descr { get; } = descr;

    /// <summary>Bytes per element.</summary>
    public int ItemSize { get; } = descr switch
    {
        "u1" or "i1" or "b1" => 1,
        "i2" or "u2" or "f2" => 2,
        "i4" or "u4" or "f4" => 4,
        "i8" or "u8" or "f8" => 8,
        _ => throw new FormatException($"An array has elements of type '{descr}', which is not read."),
    };

    /// <inheritdoc />
    public void Build(object? state)
    {
        if (state is not object?[] { Length: >= 2 } parts || PickleText.Key(parts[1]) == ">")
        {
            throw new FormatException("An array has big-endian elements.");
        }
    }
}

/// <summary>Pickles of dictionaries, lists, text, numbers and NumPy arrays: four callables and nothing else.</summary>
internal static class NumpyPickle
{
    private const string Reconstruct = "_reconstruct", Array = "numpy.ndarray", Type = "numpy.dtype", Encode = "_codecs.encode";

    private static readonly HashSet<string> Allowed =
        [$"numpy.core.multiarray.{Reconstruct}", $"numpy._core.multiarray.{Reconstruct}", Array, Type, Encode];

    /// <summary>What a pickle describes.</summary>
    /// <exception cref="DataException">It is damaged or calls something else.</exception>
    public static object? Read(byte[] data, string name) => new Pickle(data, name, Allowed, Call).Read();

    /// <summary>Text, whichever Python wrote it.</summary>
    public static string Text(object? value) => value switch
    {
        string text => text,
        byte[] bytes => Encoding.Latin1.GetString(bytes),
        _ => "",
    };

    private static object? Call(string callable, object?[] arguments) => callable switch
    {
        Type => new NumpyType(Text(arguments.FirstOrDefault()).TrimStart('|', '<', '=')),
        Encode when arguments is [string text, ..] => Encoding.Latin1.GetBytes(text),
        _ when callable.EndsWith(Reconstruct, StringComparison.Ordinal) => new NumpyArray(),
        _ => throw new FormatException($"'{callable}' is called in a way that no array needs."),
    };
}
