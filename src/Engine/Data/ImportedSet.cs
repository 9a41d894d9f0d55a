using Contracts;
using Engine.Data.Sources;
using static TorchSharp.torch;
namespace Engine.Data;

internal static class ImportedSet
{
    public static SyntheticSet Load(SetSpec set, ImageDataset real, EngineSettings settings, string artifacts)
    {
        using var zip = System.IO.Compression.ZipFile.OpenRead(Path.Combine(artifacts, set.Artifact!));
        Npy Arr(string n) { using var s = zip.GetEntry(n + ".npy")!.Open(); using var m = new MemoryStream(); s.CopyTo(m); return Npy.Read(m.ToArray(), n); }
        var im = Arr("images");
        var images = zeros([.. im.Shape.Select(x => (long)x)]);
        im.Data.Span.CopyTo(images.bytes);
        return new SyntheticSet(images, tensor(Arr("labels").ToLabels().Select(l => (long)l).ToArray()), real.Classes, real.Preprocessing);
    }
}
