using System.Buffers.Binary;
using Contracts;
using Engine.Data;
using Engine.Data.Sources;

namespace Engine.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private readonly DataFiles _files = new();

    [Theory]
    [InlineData(false, "")]
    [InlineData(false, "pets/")]
    [InlineData(true, "")]
    [InlineData(true, "pets/")]
    public void Folders_of_images_become_classes_in_the_order_of_their_names(bool zipped, string root)
    {
        Write(zipped, root, ("train/dog/1.png", TestImages.Png(5, 4, 200, 100, 50)), ("train/cat/1.png", TestImages.Png(5, 4, 10, 20, 30)),
            ("train/cat/2.jpg", TestImages.Jpeg(5, 4, 90, 90, 90)), ("test/cat/1.png", TestImages.Png(5, 4, 1, 2, 3)),
            ("test/dog/1.png", TestImages.Png(5, 4, 4, 5, 6)));
        var raw = Load();
        Assert.Equal(["cat", "dog"], raw.Classes);
        Assert.Equal("3×4×5", raw.Shape.ToString());
        Assert.Equal([0, 0, 1], raw.TrainLabels);
        Assert.Equal([.. Plane(10), .. Plane(20), .. Plane(30)], raw.TrainPixels[..60]);
        Assert.All(raw.TrainPixels[60..120], value => Assert.InRange(value, 88, 92));
        Assert.Equal([.. Plane(200), .. Plane(100), .. Plane(50)], raw.TrainPixels[120..]);
        Assert.Equal([0, 1], raw.TestLabels);

        static IEnumerable<byte> Plane(byte value) => Enumerable.Repeat(value, 20);
    }

    [Fact]
    public void A_set_of_grey_files_has_one_channel_and_a_mixed_one_three()
    {
        Write(true, "", ("train/a/1.png", TestImages.GreyPng(3, 3, 9)), ("train/b/1.png", TestImages.GreyPng(3, 3, 8)),
            ("test/a/1.png", TestImages.GreyPng(3, 3, 7)), ("test/b/1.png", TestImages.GreyPng(3, 3, 6)));
        Assert.Equal([9, 9, 9, 9, 9, 9, 9, 9, 9, 8, 8, 8, 8, 8, 8, 8, 8, 8], Load().TrainPixels);
        Write(true, "", ("train/a/1.png", TestImages.GreyPng(3, 3, 9)), ("train/b/1.png", TestImages.Png(3, 3, 1, 2, 3)),
            ("test/a/1.png", TestImages.GreyPng(3, 3, 7)), ("test/b/1.png", TestImages.GreyPng(3, 3, 6)));
        Assert.Equal(("3×3×3", 54), (Load().Shape.ToString(), Load().TrainPixels.Length));
    }

    [Fact]
    public void All_faults_of_a_folder_are_told_at_once()
    {
        _files.Write("pets/train/cat/1.png", TestImages.Png(4, 4, 1, 2, 3));
        _files.Write("pets/train/dog/readme.txt", [1]);
        _files.Write("pets/test/bird/1.png", TestImages.Png(4, 4, 1, 2, 3));
        var fault = Assert.Throws<DataException>(() => Load());
        Assert.Equal(
            ["Class 'dog' has no JPEG or PNG image in train.", "Class 'bird' is in test but not in train.",
            "Class 'cat' has no JPEG or PNG image in test.",
                "Class 'dog' has no JPEG or PNG image in test."],
            fault.Faults);
    }

    [Fact]
    public void Damaged_images_are_named_each()
    {
        var jpeg = TestImages.Jpeg(32, 32, 90, 20, 10);
        var png = TestImages.Png(32, 32, 1, 2, 3);
        Write(true, "", ("train/a/cut.jpg", jpeg[..^20]), ("train/a/ok.jpg", jpeg), ("train/b/cut.png", png[..^30]),
            ("train/b/text.png", "hello"u8.ToArray()),
            ("train/b/ok.png", png));
        var fault = Assert.Throws<DataException>(() => Load());
        Assert.Equal(3, fault.Faults.Count);
        Assert.All(["train/a/cut.jpg", "train/b/cut.png", "train/b/text.png"],
            name => Assert.Contains(fault.Faults, text => text.ToString().Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void An_image_that_claims_too_many_pixels_is_refused_from_its_header()
    {
        var png = TestImages.Png(4, 4, 1, 2, 3);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 5_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 4_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("5000×4000", Assert.Throws<DataException>(() => ImageDecoding.Decode(png, "bomb.png")).Message,
            StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Images_of_several_sizes_need_a_size()
    {
        Write(true, "", ("train/a/1.png", TestImages.Png(8, 8, 10, 20, 30)), ("train/b/1.png", TestImages.Png(20, 12, 50, 60, 70)),
            ("test/a/1.png", TestImages.Png(5, 9, 10, 20, 30)), ("test/b/1.png", TestImages.Png(8, 8, 50, 60, 70)));
        Assert.Contains("2 images of 'pets.zip' are not 8×8", Assert.Throws<DataException>(() => Load()).Message, StringComparison.Ordinal);
        var raw = Load(side: 6);
        Assert.Equal("3×6×6", raw.Shape.ToString());
        Assert.Equal([.. Enumerable.Repeat((byte)50, 36), .. Enumerable.Repeat((byte)60, 36), .. Enumerable.Repeat((byte)70, 36)],
            raw.TrainPixels[108..]);
        Assert.Throws<DataException>(() => Load(side: 2));
    }

    [Fact]
    public void Without_a_test_folder_a_fifth_of_each_class_is_taken_and_told()
    {
        Write(true, "", [
            .. Enumerable.Range(0, 20).Select(i => ($"train/{(i < 10 ? "a" : "b")}/{i:d2}.png", TestImages.Png(4, 4, (byte)i, 2, 3)))]);
        var raw = Load();
        Assert.Equal((16, 4), (raw.TrainLabels.Length, raw.TestLabels.Length));
        Assert.Equal([0, 0, 1, 1], raw.TestLabels);
        Assert.Equal(20, raw.TrainPixels.Chunk(48).Concat(raw.TestPixels.Chunk(48)).Select(image => image[0]).Distinct().Count());
        Assert.Contains(raw.Notes, note => note.Contains("20 %", StringComparison.Ordinal));
    }

    [Fact]
    public void Tiny_imagenet_takes_its_validation_images_as_test()
    {
        Write(true, "tiny-imagenet-200/", ("wnids.txt", "n02\nn01\n"u8.ToArray()),
            ("words.txt", "n01\tgoldfish, Carassius\nn02\tbee\n"u8.ToArray()),
            ("train/n01/images/n01_0.JPEG", TestImages.Jpeg(8, 8, 100, 100, 100)),
            ("train/n02/images/n02_0.JPEG", TestImages.Jpeg(8, 8, 10, 200, 30)),
            ("val/val_annotations.txt", "val_1.JPEG\tn01\t0\t0\t1\t1\nval_0.JPEG\tn02\t0\t0\t1\t1\n"u8.ToArray()),
            ("val/images/val_0.JPEG", TestImages.Jpeg(8, 8, 1, 1, 1)), ("val/images/val_1.JPEG", TestImages.Jpeg(8, 8, 99, 99, 99)),
            ("test/images/test_0.JPEG", TestImages.Jpeg(8, 8, 1, 1, 1)));
        var raw = Load();
        Assert.Equal("tiny-imagenet", raw.Name);
        Assert.Equal(["bee", "goldfish"], raw.Classes);
        Assert.Equal([1, 0], raw.TrainLabels);
        Assert.Equal([1, 0], raw.TestLabels);
        Assert.InRange(raw.TestPixels[0], 97, 101);
    }

    [Fact]
    public void Halving_an_image_weighs_four_pixels_across_as_the_triangle_filter_does()
    {
        // One row of 8 to 4: output 1 is centred on 3.0 with support 2, so taps 1 to 4 weigh 1, 3, 3, 1 eighths.
        byte[] image = [.. Enumerable.Range(0, 8).SelectMany(_ => new byte[] { 0, 80, 0, 160, 0, 0, 0, 0 })];
        var resized = Resampling.Square(image, 1, 8, 8, 4);
        Assert.Equal((80 + (3 * 0) + (3 * 160) + 0) / 8, resized[1]);
        Assert.Equal(image, Resampling.Square(image, 1, 8, 8, 8));
    }

    public void Dispose() => _files.Dispose();

    private RawImages Load(int side = 0) =>
        DataSets.Load(new DataSpec { Name = "pets", ImageSize = side }, _files.Settings, DataFiles.Seeds);

    private void Write(bool zipped, string root, params (string Name, byte[] Bytes)[] files)
    {
        if (zipped) _files.WriteZip("pets.zip", [.. files.Select(file => (root + file.Name, file.Bytes))]);
        else foreach (var (name, bytes) in files) _files.Write($"pets/{root}{name}", bytes);
    }
}
