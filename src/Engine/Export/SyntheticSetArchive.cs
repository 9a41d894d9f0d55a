using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Engine.Data;
using Engine.Native;
using static TorchSharp.torch;

namespace Engine.Export;

/// <summary>The zip that a person takes home: the .npz, a PNG tree of the same images, metadata, and a page on how to load both.</summary>
/// <remarks>
/// Layout: README.md, synthetic.npz, load.py, metadata.json, train/metadata.jsonl and train/&lt;label&gt;-&lt;class&gt;/&lt;image&gt;.png. The tree can be read
/// as an image folder by common libraries; its pixels are 8-bit and clipped, which the README says.
/// </remarks>
public static class SyntheticSetArchive
{
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);     // same set, same bytes
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the zip of a stored set.</summary>
    /// <param name="npzFile">A file that a run stored (<see cref="Contracts.SyntheticSetSaved.Data"/>).</param>
    /// <param name="output">Where to; written forwards only.</param>
    public static void Write(string npzFile, Stream output)
    {
        NativeLibraries.EnsureLoadedOnce();
        var npz = File.ReadAllBytes(npzFile);
        using var stored = new ZipArchive(new MemoryStream(npz));
        using var set = StoredSet.Read(stored, out var metadata);
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        Add(zip, "README.md", Encoding.UTF8.GetBytes(Readme(set, metadata)));
        Add(zip, "synthetic.npz", npz, CompressionLevel.NoCompression);
        Add(zip, "load.py", Resource("load.py"));
        Add(zip, "metadata.json", JsonSerializer.SerializeToUtf8Bytes(metadata, Indented));
        AddPictures(zip, set);
    }

    private static void AddPictures(ZipArchive zip, SyntheticSet set)
    {
        using var scope = NewDisposeScope();
        var (shape, lines) = (set.Shape, new StringBuilder());
        var pixels = ImageGrid.Pixels(set.Preprocessing, set.Images).bytes.ToArray();
        var labels = set.Labels.data<long>().ToArray();
        for (var i = 0; i < labels.Length; i++)
        {
            var folder = ClassFolders.Name((int)labels[i], set.Classes[(int)labels[i]]);
            var name = string.Create(CultureInfo.InvariantCulture, $"{folder}/{i:D5}.png");
            var png = ImageGrid.Encode(pixels.AsSpan(i * shape.Size, shape.Size).ToArray(), shape.Width, shape.Height, shape.Channels);
            Add(zip, "train/" + name, png, CompressionLevel.NoCompression);
            lines.AppendLine(JsonSerializer.Serialize(new { file_name = name, label = labels[i], text = set.Classes[(int)labels[i]] }));
        }

        Add(zip, "train/metadata.jsonl", Encoding.UTF8.GetBytes(lines.ToString()));
    }

    private static string Readme(SyntheticSet set, JsonElement metadata)
    {
        var spec = metadata.GetProperty("spec");
        return Encoding.UTF8.GetString(Resource("README.md"))
            .Replace("{count}", set.Count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{ipc}", set.ImagesPerClass.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{shape}", set.Shape.ToString(), StringComparison.Ordinal)
            .Replace("{data}", spec.GetProperty("data").GetProperty("name").GetString(), StringComparison.Ordinal)
            .Replace("{method}", spec.GetProperty("method").GetProperty("name").GetString(), StringComparison.Ordinal)
            .Replace("{iteration}", metadata.GetProperty("iteration").GetRawText(), StringComparison.Ordinal)
            .Replace("{preprocessing}", set.Preprocessing.Name, StringComparison.Ordinal)
            .Replace("{augmentation}", spec.GetProperty("evaluation").GetProperty("augmentation").GetString(), StringComparison.Ordinal)
            .Replace("{native}", Native(metadata), StringComparison.Ordinal)
            .Replace("{epochs}", spec.GetProperty("evaluation").GetProperty("epochs").GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>What a set brings beside its images: label vectors and the rate that was learned with them.</summary>
    private static string Native(JsonElement metadata)
    {
        var text = new StringBuilder();
        if (metadata.TryGetProperty("labelLoss", out var loss))
        {
            text.Append("\n\nThe set has learned label vectors: `load.vectors(\"synthetic.npz\")` gives them, float32 [N, K], and they were trained on by ");
            text.Append(loss.GetString() == "squared-error" ? "½‖logits − vector‖² at 0.3 times the learning rate." : "cross-entropy with softmax(vector).");
            text.Append(" With the hard labels it works too, somewhat worse.");
        }

        if (metadata.TryGetProperty("learningRate", out var rate))
            text.Append(CultureInfo.InvariantCulture, $"\n\nIts learning rate was learned with the images: take {rate.GetDouble():0.######} instead of 0.01.");
        return text.ToString();
    }

    private static void Add(ZipArchive zip, string name, byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        var entry = zip.CreateEntry(name, level);
        entry.LastWriteTime = Epoch;
        using var stream = entry.Open();
        stream.Write(content);
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(SyntheticSetArchive).Assembly.GetManifestResourceStream("export/" + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
