namespace Engine.Data.Sources;

/// <summary>The embedded mini set: the first 500 train and 100 test images per class of Fashion-MNIST.</summary>
internal static class DemoSet
{
    /// <summary>Name in a spec.</summary>
    public const string Name = "demo";

    /// <summary>Reads it from the engine itself.</summary>
    public static RawImages Load() => IdxSet.Read(Resource, hasTest: true, (shape, trainPixels, trainLabels, testPixels, testLabels) => new RawImages
    {
        Name = Name,
        Title = "Fashion-MNIST mini",
        Found = RawImages.Embedded,
        Licence = BuiltInSets.FashionMnist.Licence,
        Shape = shape,
        Classes = BuiltInSets.FashionMnist.Classes,
        Mini = true,
        TrainPixels = trainPixels,
        TrainLabels = trainLabels,
        TestPixels = testPixels,
        TestLabels = testLabels,
        Notes =
        [
            "The embedded mini set: 500 train and 100 test images per class of Fashion-MNIST. "
            + "Its scores never stand beside those of the full set.",
        ],
    });

    private static byte[] Resource(string file)
    {
        using var stream = typeof(DemoSet).Assembly.GetManifestResourceStream($"demo/{file}.gz")
            ?? throw new DataException($"The engine was built without its demo file '{file}'.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
