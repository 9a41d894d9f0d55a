using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Contracts;
using Engine.Data;
using Engine.Data.Sources;
using Engine.Runs;

namespace Engine.Export;

/// <summary>What a real set is, told without a run: its classes, counts, content hash, and a picture with some of its train images.</summary>
/// <remarks>Test images are counted and hashed, never shown: what people see of a test split ends up in their choices.</remarks>
/// <param name="Facts">What its files tell.</param>
/// <param name="Sheet">A PNG, one row per class, as <see cref="DataSetFacts.Sheet"/> says; no pixels outside it.</param>
public sealed record DataSetReading(DataSetFacts Facts, byte[] Sheet)
{
    private const int MostRows = 200, MostColumns = 8, MostSide = 64;

    /// <summary>Reads a set that can be named. Nothing is fetched.</summary>
    /// <exception cref="DataException">It is nowhere, or faulty; every fault is told.</exception>
    public static DataSetReading Of(string name, EngineSettings settings) =>
        Of(DataSets.Load(new DataSpec { Name = name }, Seed, new SetFinder(settings, NoNetwork, set => set.SystemFolder)));

    /// <summary>Reads a folder or file before it gets a name that a spec may have.</summary>
    /// <exception cref="DataException">It is none that the readers know, or faulty; every fault is told.</exception>
    public static DataSetReading OfPath(string path, string name)
    {
        var raw = SetReader.Read(path, name, side: 0, Seed);
        RawImagesCheck.Throw(raw);
        return Of(raw);
    }

    /// <summary>Changes when the files of a set do, as far as their sizes and times tell.</summary>
    public static string Stamp(string name, EngineSettings settings) =>
        string.Join('|', DataFolderEntries.List(settings.DataFolders).Where(entry => entry.Name == name || entry.FileName == name)
            .Select(entry => $"{entry.FileName}/{Written(entry.Path)}"));

    private static Seeds Seed => new(0);

    /// <summary>Reading for a page must not reach out.</summary>
    private static HttpMessageHandler NoNetwork() => throw new DataException("nothing is fetched to look at a set.");

    private static string Written(string path) => Directory.Exists(path)
        ? $"{new DirectoryInfo(path).LastWriteTimeUtc.Ticks}"
        : $"{new FileInfo(path).LastWriteTimeUtc.Ticks}/{new FileInfo(path).Length}";

    private static DataSetReading Of(RawImages raw)
    {
        var (train, test) = (Counts(raw.TrainLabels, raw.Classes.Count), Counts(raw.TestLabels, raw.Classes.Count));
        var classes = raw.Classes.Select((name, c) => new DataSetClass(name, train[c], test[c])).ToList();
        var (layout, sheet) = Draw(raw);
        var facts = new DataSetFacts(
            raw.Name, raw.Title, raw.Licence, raw.Shape.Channels, raw.Shape.Height, raw.Shape.Width, classes, Hash(raw), raw.Notes, layout);
        return new DataSetReading(facts, sheet);
    }

    private static int[] Counts(int[] labels, int classes)
    {
        var counts = new int[classes];
        foreach (var label in labels) counts[label]++;
        return counts;
    }

    private static string Hash(RawImages raw)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(raw.Shape.Channels, raw.Shape.Height, raw.Shape.Width, raw.Classes.Count);
        foreach (var name in raw.Classes) hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
        Add(raw.TrainLabels);
        hash.AppendData(raw.TrainPixels);
        Add(raw.TestLabels);
        hash.AppendData(raw.TestPixels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(params ReadOnlySpan<int> numbers)
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            foreach (var number in numbers)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
                hash.AppendData(bytes);
            }
        }
    }

    /// <summary>The first train images of each class; larger ones are shrunk to a square.</summary>
    private static (DataSetSheet Layout, byte[] Png) Draw(RawImages raw)
    {
        var shape = raw.Shape;
        var shrink = Math.Max(shape.Height, shape.Width) > MostSide;
        var (height, width) = shrink ? (MostSide, MostSide) : (shape.Height, shape.Width);
        var rows = Math.Min(MostRows, raw.Classes.Count);
        var pixels = new byte[rows * height * MostColumns * width * shape.Channels];
        var placed = new int[raw.Classes.Count];
        for (var i = 0; i < raw.TrainLabels.Length; i++)
        {
            var row = raw.TrainLabels[i];
            if (row >= rows || placed[row] == MostColumns) continue;
            var image = raw.TrainPixels.AsSpan(i * shape.Size, shape.Size);
            var cell = shrink ? Resampling.Square(image, shape.Channels, shape.Height, shape.Width, MostSide) : image;
            Place(cell, row, placed[row]++);
        }

        return (new DataSetSheet(rows, MostColumns, height, width), ImageGrid.Encode(pixels, MostColumns * width, rows * height, shape.Channels));

        void Place(ReadOnlySpan<byte> planes, int row, int column)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var at = ((((row * height) + y) * MostColumns * width) + (column * width) + x) * shape.Channels;
                    for (var c = 0; c < shape.Channels; c++) pixels[at + c] = planes[(c * height * width) + (y * width) + x];
                }
            }
        }
    }
}
