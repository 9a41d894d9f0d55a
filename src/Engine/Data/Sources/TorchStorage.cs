namespace Engine.Data.Sources;

/// <summary>The values that tensors of a PyTorch file look into: one file of its zip, read when a tensor needs it.</summary>
/// <param name="Key">Its number in the file.</param>
/// <param name="Descr">NumPy's description of an element; "bf2" for bfloat16, which NumPy has not.</param>
/// <param name="Count">Number of elements.</param>
/// <param name="Data">Gives the bytes: exactly as many as the elements need.</param>
internal sealed record TorchStorage(string Key, string Descr, long Count, Func<ReadOnlyMemory<byte>> Data)
{
    /// <summary>Element types by the name of the storage's class.</summary>
    public static IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>
    {
        ["torch.FloatStorage"] = "f4",
        ["torch.DoubleStorage"] = "f8",
        ["torch.HalfStorage"] = "f2",
        ["torch.BFloat16Storage"] = "bf2",
        ["torch.LongStorage"] = "i8",
        ["torch.IntStorage"] = "i4",
        ["torch.ShortStorage"] = "i2",
        ["torch.CharStorage"] = "i1",
        ["torch.ByteStorage"] = "u1",
    };

    /// <summary>Bytes per element.</summary>
    public int ElementSize => Descr[^1] - '0';

    /// <summary>The array that a tensor is: its elements gathered in C order, bfloat16 widened to float32.</summary>
    /// <param name="name">Name of the array, for messages.</param>
    /// <param name="offset">Element of the storage at which the tensor begins.</param>
    /// <param name="sizes">Length of each dimension.</param>
    /// <param name="strides">Elements between neighbours of each dimension.</param>
    public Npy Gather(string name, long offset, int[] sizes, long[] strides)
    {
        var source = Data().Span;
        var size = ElementSize;
        var count = sizes.Aggregate(1, (product, side) => product * side);
        var gathered = new byte[count * size];
        var index = new int[sizes.Length];
        var at = offset;
        for (var i = 0; i < count; i++)
        {
            source.Slice((int)at * size, size).CopyTo(gathered.AsSpan(i * size));
            for (var d = sizes.Length - 1; d >= 0; d--)
            {
                at += strides[d];
                if (++index[d] < sizes[d]) break;
                at -= strides[d] * sizes[d];
                index[d] = 0;
            }
        }

        return Descr == "bf2" ? new Npy(name, sizes, "f4", Widened(gathered)) : new Npy(name, sizes, Descr, gathered);
    }

    // bfloat16 is the upper half of a float32.
    private static byte[] Widened(byte[] halves)
    {
        var widened = new byte[2 * halves.Length];
        for (var i = 0; i < halves.Length; i += 2) halves.AsSpan(i, 2).CopyTo(widened.AsSpan((2 * i) + 2));
        return widened;
    }
}
