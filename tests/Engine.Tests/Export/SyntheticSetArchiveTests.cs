using System.IO.Compression;
using System.Text;
using Contracts;
using Engine.Data.Sources;
using Engine.Export;

namespace Engine.Tests.Export;

public class SyntheticSetArchiveTests
{
    [Theory]
    [InlineData("standardize")]
    [InlineData("zca")]
    public void The_zip_holds_the_set_twice_and_says_how_to_use_it(string preprocessing)
    {
        var spec = EngineRun.Small("random");
        using var run = new EngineRun().Execute(spec with { Data = spec.Data with { Preprocessing = preprocessing } });
        Assert.Equal(RunStatus.Completed, run.End.Status);
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, run.Artifact(run.LastSet.Data));
        using var stream = new MemoryStream();
        SyntheticSetArchive.Write(file, stream);
        File.Delete(file);
        using var zip = new ZipArchive(stream);
        Assert.Equal(20, zip.Entries.Count(entry => entry.Name.EndsWith(".png", StringComparison.Ordinal)));
        Assert.Equal(run.Artifact(run.LastSet.Data), Bytes(zip, "synthetic.npz"));
        Assert.Contains($"preprocessing `{preprocessing}`", Encoding.UTF8.GetString(Bytes(zip, "README.md")), StringComparison.Ordinal);
        Assert.DoesNotContain("{", Encoding.UTF8.GetString(Bytes(zip, "README.md")), StringComparison.Ordinal);
        Assert.Equal(20, Encoding.UTF8.GetString(Bytes(zip, "train/metadata.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("neural-feature-regression", "softLabels", "load.vectors(", "0.3 times the learning rate")]
    [InlineData("crop-selection", "softLabels", "load.vectors(", "softmax(vector)")]
    [InlineData("trajectory-matching", "images", "learning rate was learned", "instead of 0.01")]
    public void What_a_set_brings_beside_its_images_is_in_the_zip_and_told(string method, string array, params string[] told)
    {
        using var run = new EngineRun().Execute(EngineRun.Small(method));
        using var stream = new MemoryStream();
        SyntheticSetArchive.Write(run.ArtifactPath(run.LastSet.Data), stream);
        using var zip = new ZipArchive(stream);
        using var npz = new ZipArchive(new MemoryStream(Bytes(zip, "synthetic.npz")));
        Assert.NotNull(npz.GetEntry(array + ".npy"));
        var readme = Encoding.UTF8.GetString(Bytes(zip, "README.md"));
        Assert.All(told, text => Assert.Contains(text, readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Pictures_of_a_random_subset_are_real_images_to_the_last_bit()
    {
        using var run = new EngineRun().Execute(EngineRun.Small("random"));
        var grid = ImageDecoding.Decode(run.Artifact(run.LastSet.Picture), "grid.png");
        Assert.Equal((2 * 16, 10 * 16), (grid.Width, grid.Height));
        var spec = EngineRun.Small("random");
        var raw = Engine.Data.DataSets.Load(spec.Data, new EngineSettings(), new Engine.Runs.Seeds(spec.Seed));
        var real = Enumerable.Range(0, raw.TrainLabels.Length)
            .Select(i => Convert.ToHexString(raw.TrainPixels.AsSpan(i * raw.Shape.Size, raw.Shape.Size))).ToHashSet();
        Assert.Contains(Convert.ToHexString(FirstTile(grid.Planes, grid.Width, grid.Height)), real);
    }

    private static byte[] FirstTile(byte[] planes, int width, int height)
    {
        var tile = new byte[3 * 16 * 16];
        for (var c = 0; c < 3; c++)
            for (var y = 0; y < 16; y++)
                planes.AsSpan(c * width * height + y * width, 16).CopyTo(tile.AsSpan((c * 16 + y) * 16));
        return tile;
    }

    private static byte[] Bytes(ZipArchive zip, string name)
    {
        using var stream = zip.GetEntry(name)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
