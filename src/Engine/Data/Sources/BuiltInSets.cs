namespace Engine.Data.Sources;

/// <summary>A set that everybody knows, by the names of its files and its classes.</summary>
/// <param name="Name">Name in a spec.</param>
/// <param name="Title">For people.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Citation">Paper.</param>
/// <param name="Licence">Licence as its makers state it.</param>
/// <param name="Entries">Names of folders or archives under which it lies in data folders, without their suffix.</param>
/// <param name="Classes">Names of the classes; empty when the files tell.</param>
/// <param name="SystemFolder">Where a package of the operating system puts it.</param>
/// <param name="Hint">What a person can do when it is nowhere.</param>
/// <param name="Downloads">Its published files; none when no address with a known hash exists.</param>
internal sealed record BuiltInSet(
    string Name, string Title, string Summary, string Citation, string Licence, IReadOnlyList<string> Entries,
    IReadOnlyList<string> Classes, string? SystemFolder, string Hint, IReadOnlyList<PublishedFile> Downloads);

/// <summary>A file at its published address.</summary>
/// <param name="File">Name under which it is kept.</param>
/// <param name="Address">Where it is; https.</param>
/// <param name="Bytes">Its size: more is refused.</param>
/// <param name="Sha256">Lower-case hash.</param>
/// <param name="OfContent">Whether the hash is that of the unpacked content, which does not depend on who packed it.</param>
internal sealed record PublishedFile(string File, Uri Address, long Bytes, string Sha256, bool OfContent);

/// <summary>The sets that can be named without bringing them.</summary>
internal static class BuiltInSets
{
    /// <summary>Fashion-MNIST: the hashes are those of the unpacked files, since packages pack them anew.</summary>
    public static readonly BuiltInSet FashionMnist = new(
        "fashion-mnist", "Fashion-MNIST", "60,000 + 10,000 grey images of clothing, 28×28, 10 classes.",
        "Xiao, Rasul, Vollgraf: Fashion-MNIST, arXiv:1708.07747", "MIT", ["fashion-mnist"],
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
        "/usr/share/datasets/fashion-mnist", "apt-get install dataset-fashion-mnist",
        Idx("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/", ofContent: true,
            (26_421_880, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
            (29_515, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
            (4_422_102, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
            (5_148, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34")));

    /// <summary>MNIST.</summary>
    public static readonly BuiltInSet Mnist = new(
        "mnist", "MNIST", "60,000 + 10,000 grey images of handwritten digits, 28×28, 10 classes.",
        "LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition, 1998", "CC BY-SA 3.0", ["mnist"],
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], null, "put its four idx files into a folder 'mnist' of a data folder",
        Idx("https://ossci-datasets.s3.amazonaws.com/mnist/", ofContent: false,
            (9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            (28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            (1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            (4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")));

    /// <summary>CIFAR-10.</summary>
    public static readonly BuiltInSet Cifar10 = new(
        "cifar10", "CIFAR-10", "50,000 + 10,000 colour photographs, 32×32, 10 classes.",
        "Krizhevsky: Learning multiple layers of features from tiny images, 2009", "not stated by its makers",
        ["cifar10", "cifar-10", "cifar-10-binary", "cifar-10-python", "cifar-10-batches-bin", "cifar-10-batches-py"],
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"], null,
        "put cifar-10-binary.tar.gz or cifar-10-python.tar.gz into a data folder",
        [new("cifar-10-binary.tar.gz", new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"), 170_052_171,
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", OfContent: false)]);

    /// <summary>CIFAR-100, with its fine labels.</summary>
    public static readonly BuiltInSet Cifar100 = new(
        "cifar100", "CIFAR-100", "50,000 + 10,000 colour photographs, 32×32, 100 classes.",
        "Krizhevsky: Learning multiple layers of features from tiny images, 2009", "not stated by its makers",
        ["cifar100", "cifar-100", "cifar-100-binary", "cifar-100-python"], [], null,
        "put cifar-100-binary.tar.gz or cifar-100-python.tar.gz into a data folder",
        [new("cifar-100-binary.tar.gz", new Uri("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"), 168_513_733,
            "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec", OfContent: false)]);

    /// <summary>Tiny ImageNet: published without a hash that could be trusted, so it is not downloaded.</summary>
    public static readonly BuiltInSet TinyImageNet = new(
        "tiny-imagenet", "Tiny ImageNet", "100,000 + 10,000 colour photographs, 64×64, 200 classes.",
        "Le, Yang: Tiny ImageNet visual recognition challenge, 2015", "research only (ImageNet terms)",
        ["tiny-imagenet", "tiny-imagenet-200"], [],
        null, "put tiny-imagenet-200.zip into a data folder", []);

    /// <summary>All of them, in the order of the catalog.</summary>
    public static readonly IReadOnlyList<BuiltInSet> All = [FashionMnist, Mnist, Cifar10, Cifar100, TinyImageNet];

    private static PublishedFile[] Idx(string folder, bool ofContent, params ReadOnlySpan<(long Bytes, string Sha256)> files)
    {
        var published = new PublishedFile[files.Length];
        for (var i = 0; i < files.Length; i++)
        {
            var name = $"{IdxSet.Files[i]}.gz";
            published[i] = new PublishedFile(name, new Uri(folder + name), files[i].Bytes, files[i].Sha256, ofContent);
        }

        return published;
    }
}
