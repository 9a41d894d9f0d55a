using Contracts;
using Engine.Data.Sources;
using Engine.Export;

namespace Engine.Tests.Export;

public class FramePicturesTests
{
    [Fact]
    public void A_class_and_an_image_are_cut_from_the_stored_picture()
    {
        using var run = new EngineRun().Execute(EngineRun.Small("random"));
        var all = ImageDecoding.Decode(run.Artifact(run.LastSet.Picture), "grid.png");
        var whole = Picture(run, run.LastSet, FrameColours.Pixels);
        Assert.Equal(all.Planes, whole.Planes);
        var third = Picture(run, run.LastSet, FrameColours.Pixels, c: 3);
        Assert.Equal((2 * 16, 16), (third.Width, third.Height));
        var seventh = Picture(run, run.LastSet, FrameColours.Pixels, image: 7);
        Assert.Equal((16, 16), (seventh.Width, seventh.Height));
        foreach (var (x, y) in new[] { (0, 0), (5, 9), (15, 15) })
        {
            Assert.Equal(At(all, 16 + x, (3 * 16) + y), At(third, 16 + x, y));
            Assert.Equal(At(all, 16 + x, (3 * 16) + y), At(seventh, x, y));
        }
    }

    [Theory]
    [InlineData("standardize")]
    [InlineData("zca")]
    public void What_has_not_moved_is_black_or_grey_and_what_has_is_not(string preprocessing)
    {
        var spec = EngineRun.Small("distribution-matching");
        using var run = new EngineRun().Execute(spec with { Data = spec.Data with { Preprocessing = preprocessing } });
        var first = run.Events.OfType<SyntheticSetSaved>().First();
        Assert.All(Picture(run, first, FrameColours.Difference).Planes, value => Assert.Equal(0, value));
        Assert.All(Picture(run, first, FrameColours.Signed).Planes, value => Assert.InRange(value, 127, 128));
        Assert.Contains(Picture(run, run.LastSet, FrameColours.Difference).Planes, value => value > 0);
        Assert.Contains(Picture(run, run.LastSet, FrameColours.Signed).Planes, value => value is < 127 or > 128);
        var trained = Picture(run, run.LastSet, FrameColours.Trained).Planes;
        Assert.InRange(trained.Average(value => (double)value), 115, 140);       // the mean of each channel is the middle of the range
    }

    [Fact]
    public void A_learned_label_is_read_and_a_hard_one_is_none()
    {
        using var learned = new EngineRun().Execute(EngineRun.Small("crop-selection"));
        var label = FramePictures.Label(learned.ArtifactPath(learned.LastSet.Data), 0)!;
        Assert.True(label.AreShares);
        Assert.Equal(10, label.Values.Count);
        Assert.Equal(1, label.Values.Sum(), 6);
        using var vectors = new EngineRun().Execute(EngineRun.Small("neural-feature-regression"));
        Assert.False(FramePictures.Label(vectors.ArtifactPath(vectors.LastSet.Data), 0)!.AreShares);
        using var hard = new EngineRun().Execute(EngineRun.Small("random"));
        Assert.Null(FramePictures.Label(hard.ArtifactPath(hard.LastSet.Data), 0));
    }

    private static DecodedImage Picture(EngineRun run, SyntheticSetSaved set, FrameColours colours, int? c = null, int? image = null)
    {
        var start = run.Events.OfType<SyntheticSetSaved>().First();
        var png = FramePictures.Png(new FramePicture
        {
            Files = (run.ArtifactPath(set.Data), run.ArtifactPath(set.Picture)),
            Start = run.ArtifactPath(start.Data),
            Set = set,
            Colours = colours,
            Class = c,
            Image = image,
        });
        return ImageDecoding.Decode(png, "made.png");
    }

    private static byte At(DecodedImage image, int x, int y) => image.Planes[(y * image.Width) + x];
}
