namespace Engine.Data.Sources;

/// <summary>
/// Files of torch.save (PyTorch 1.6 and later: a zip of a pickle and of storages): tensors, and lists and dictionaries of them.
/// </summary>
/// <remarks>
/// The pickle may name the rebuilding of a tensor or parameter, the storage classes, OrderedDict and NumPy's scalars (which are
/// dropped), and nothing else. Offsets, sizes and strides are held against the storage, and what all tensors together take against the
/// size of the file: a tensor of stride 0 repeats one value at no cost to the one who wrote it.
/// </remarks>
internal sealed class TorchFile
{
    private const string Tensor = "torch._utils._rebuild_tensor_v2", Parameter = "torch._utils._rebuild_parameter";
    private const string OrderedDict = "collections.OrderedDict", Type = "numpy.dtype", Encode = "_codecs.encode";
    private const int MostDimensions = 8;

    private static readonly HashSet<string> Scalars = ["numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar"];
    private static readonly HashSet<string> Allowed =
        [Tensor, Parameter, OrderedDict, Type, Encode, .. Scalars, .. TorchStorage.Types.Keys];

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _read = [];
    private readonly FileTree _tree;
    private readonly string _root;
    private long _left;

    private TorchFile(FileTree tree, string root, long packed)
    {
        (_tree, _root) = (tree, root);
        _left = Math.Max(Limits.HarmlessBytes, Math.Min(Limits.FileBytes, packed * Limits.Ratio));
    }

    /// <summary>What a file holds: an array, or lists, tuples and dictionaries of arrays and plain values.</summary>
    /// <exception cref="DataException">It is no such file, is damaged, or asks for something that is not allowed.</exception>
    public static object? Read(string path)
    {
        var label = Path.GetFileName(path);
        if (!IsZip(path))
            throw new DataException(
                $"'{label}' is no zip file of torch.save: files of PyTorch before 1.6 must be loaded there and saved again.");
        using var tree = FileTree.Open(path);
        var pickles = tree.Files.Where(file => file.Name.EndsWith("/data.pkl", StringComparison.Ordinal)).ToList();
        if (pickles.Count != 1) throw new DataException($"'{label}' is no file of torch.save: it has {pickles.Count} files data.pkl.");
        var root = pickles[0].Name[..^"data.pkl".Length];
        if (tree.Find(root + "byteorder") is { } order && TextFiles.Lines(tree, order) is not ["little"])
            throw new DataException($"'{label}' was written on a big-endian machine, which is not read.");
        var file = new TorchFile(tree, root, new FileInfo(path).Length);
        return new Pickle(tree.Read(pickles[0], Limits.HarmlessBytes), label, Allowed, file.Call, file.Storage).Read();
    }

    private static bool IsZip(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return stream.ReadByte() == 'P' && stream.ReadByte() == 'K';
        }
        catch (Exception damage) when (damage is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{Path.GetFileName(path)}' cannot be read: {damage.Message}", damage);
        }
    }

    private object? Call(string callable, object?[] arguments) => callable switch
    {
        Tensor => Rebuilt(arguments),
        Parameter when arguments is [Npy array, ..] => array,
        OrderedDict when arguments is [] => new Dictionary<string, object?>(),
        Type => new Dropped(),
        Encode when arguments is [string, ..] => null,
        _ when Scalars.Contains(callable) => null,
        _ => throw new FormatException($"'{callable}' is called in a way that no tensor needs."),
    };

    private TorchStorage Storage(object? id)
    {
        if (id is not object?[] parts
            || parts is not ["storage", string type, string key, string, long count and >= 0]
            || !TorchStorage.Types.TryGetValue(type, out var descr))
            throw new FormatException("A storage is described in an unknown way.");
        return new TorchStorage(key, descr, count, () => Bytes(key));
    }

    private ReadOnlyMemory<byte> Bytes(string key)
    {
        if (_read.TryGetValue(key, out var read)) return read;
        var name = _root + "data/" + key;
        var file = _tree.Find(name) ?? throw new DataException($"'{_tree.Label}' lacks its storage '{EntryNames.Shown(key)}'.");
        return _read[key] = _tree.Read(file);
    }

    private Npy Rebuilt(object?[] arguments)
    {
        if (arguments is not [TorchStorage storage, long offset and >= 0, object?[] sizes, object?[] strides, ..]
            || sizes.Length != strides.Length || sizes.Length > MostDimensions)
            throw new FormatException("A tensor is described in an unknown way.");
        var (lengths, steps) = (sizes.Select(Number).ToArray(), strides.Select(Number).ToArray());
        var count = lengths.Aggregate((UInt128)1, (product, side) => product * (UInt128)side);
        var shape = string.Join("×", lengths);
        Check(storage, offset, lengths, steps, count, shape);
        _left -= (long)count * storage.ElementSize;
        return storage.Gather($"{_tree.Label} ({shape})", offset, [.. lengths.Select(side => (int)side)], steps);
    }

    private void Check(TorchStorage storage, long offset, long[] lengths, long[] steps, UInt128 count, string shape)
    {
        var key = EntryNames.Shown(storage.Key);
        var held = storage.Data().Length / storage.ElementSize;
        if (storage.Count > held)
            throw new DataException($"Storage '{key}' of '{_tree.Label}' promises {storage.Count} elements but holds {held}.");
        if (count * (UInt128)storage.ElementSize > (UInt128)_left)
            throw new DataException($"A tensor of {shape} in '{_tree.Label}' would take far more memory than the file; it is refused.");
        var last = (UInt128)offset;
        for (var d = 0; d < lengths.Length; d++) last += (UInt128)Math.Max(0, lengths[d] - 1) * (UInt128)steps[d];
        if (count > 0 && last >= (UInt128)storage.Count)
            throw new DataException(
                $"A tensor of {shape} in '{_tree.Label}' reaches beyond the {storage.Count} elements of its storage '{key}'.");
    }

    private static long Number(object? value) => value is long and >= 0 and <= int.MaxValue and var number
        ? number
        : throw new FormatException("A tensor has a side or stride that cannot be.");

    /// <summary>NumPy's type of a scalar, which nobody needs.</summary>
    private sealed class Dropped : IPickledState
    {
        public void Build(object? state)
        {
        }
    }
}
