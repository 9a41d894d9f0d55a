using Contracts;

namespace Engine.Data.Sources;

/// <summary>A file that is an image of a class.</summary>
internal sealed record LabelledFile(FileEntry File, int Label);

/// <summary>Images of one split, decoded: always three planes, and whether every file was grey.</summary>
internal sealed record DecodedSplit(int Height, int Width, byte[] Pixels, int[] Labels, bool AllGrey);

/// <summary>Reads many image files: bytes in order from the tree, decoding on all cores.</summary>
/// <param name="tree">Where the files are.</param>
/// <param name="side">Side to resize to; 0 keeps the common size.</param>
internal sealed class ImageFiles(FileTree tree, int side)
{
    private const int Batch = 2_048, MostFaults = 100;

    private readonly List<Sentence> _faults = [];
    private (int Height, int Width) _size = (side, side);
    private int _ofOtherSize;

    /// <summary>Decodes the splits of a set, which share one size.</summary>
    /// <exception cref="DataException">Files are damaged or differ in size; each is named.</exception>
    public DecodedSplit[] Decode(params ReadOnlySpan<IReadOnlyList<LabelledFile>> splits)
    {
        var decoded = new DecodedSplit[splits.Length];
        for (var i = 0; i < splits.Length; i++) decoded[i] = DecodeSplit(splits[i]);
        if (_ofOtherSize > 0)
            _faults.Add($"{_ofOtherSize} images of '{tree.Label}' are not {_size.Height}×{_size.Width} as its first image is; "
                + $"set imageSize to resize all.");
        return _faults.Count == 0 ? decoded : throw new DataException(_faults);
    }

    /// <summary>A split with one plane per image where all files are grey, else with three.</summary>
    public static byte[] Planes(DecodedSplit split, bool grey)
    {
        if (!grey) return split.Pixels;
        var plane = split.Height * split.Width;
        var pixels = new byte[(long)split.Labels.Length * plane];
        for (var i = 0; i < split.Labels.Length; i++) split.Pixels.AsSpan(3 * i * plane, plane).CopyTo(pixels.AsSpan(i * plane));
        return pixels;
    }

    private DecodedSplit DecodeSplit(IReadOnlyList<LabelledFile> files)
    {
        if (files.Count == 0) return new DecodedSplit(_size.Height, _size.Width, [], [], AllGrey: true);
        if (_size.Height == 0) _size = SizeOfFirstReadable(files);
        var image = 3L * _size.Height * _size.Width;
        if (files.Count * image > Limits.FileBytes)
            throw new DataException(
                $"{files.Count} images of {_size.Height}×{_size.Width} pixels do not fit into memory; set a smaller imageSize.");
        var pixels = new byte[files.Count * image];
        var greys = new bool[files.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        for (var start = 0; start < files.Count && _faults.Count < MostFaults; start += Batch)
        {
            var read = Enumerable.Range(start, Math.Min(Batch, files.Count - start))
                .Select(i => (Index: i, files[i].File.Name, Bytes: Bytes(files[i].File))).ToList();
            Parallel.ForEach(read.Where(file => file.Bytes is not null), options, file =>
                greys[file.Index] = Into(pixels.AsSpan((int)(file.Index * image), (int)image), file.Bytes!, file.Name));
        }

        return new DecodedSplit(_size.Height, _size.Width, pixels, [.. files.Select(file => file.Label)], greys.All(grey => grey));
    }

    // Damaged files are told later, all of them; (0, 0) means that every file is damaged.
    private (int Height, int Width) SizeOfFirstReadable(IReadOnlyList<LabelledFile> files)
    {
        foreach (var (file, _) in files)
        {
            try
            {
                var first = ImageDecoding.Decode(tree.Read(file, Limits.ImageBytes), file.Name);
                return (first.Height, first.Width);
            }
            catch (DataException)
            {
                continue;
            }
        }

        return (0, 0);
    }

    private byte[]? Bytes(FileEntry file)
    {
        try
        {
            return tree.Read(file, Limits.ImageBytes);
        }
        catch (DataException fault)
        {
            AddFaults(fault);
            return null;
        }
    }

    private bool Into(Span<byte> target, byte[] bytes, string name)
    {
        try
        {
            var image = ImageDecoding.Decode(bytes, name);
            if ((image.Height, image.Width) == _size) image.Planes.CopyTo(target);
            else if (side > 0) Resampling.Square(image.Planes, 3, image.Height, image.Width, side).CopyTo(target);
            else Interlocked.Increment(ref _ofOtherSize);
            return image.IsGrey;
        }
        catch (DataException fault)
        {
            AddFaults(fault);
            return false;
        }
    }

    private void AddFaults(DataException fault)
    {
        lock (_faults) _faults.AddRange(fault.Faults);
    }
}
