using Contracts;
using Engine.Numerics;
using Engine.Runs;

namespace Engine.Data.Sources;

/// <summary>
/// Ten kinds of coloured shapes on coloured, noisy ground, made from a seed: real enough to learn, small enough for tests.
/// </summary>
/// <remarks>
/// Place, size, both colours and the noise differ from image to image; the kind of the shape is the class. Any size from 8 pixels up.
/// </remarks>
internal static class Shapes
{
    /// <summary>Name in a spec.</summary>
    public const string Name = "shapes";

    private const int DefaultSize = 32, DefaultTrainPerClass = 100, TestPerClass = 20, Noise = 24;

    private static readonly (string Name, Func<double, double, bool> Covers)[] Kinds =
    [
        ("disc", (x, y) => (x * x) + (y * y) < 1),
        ("square", (x, y) => Math.Max(Math.Abs(x), Math.Abs(y)) < 0.85),
        ("triangle", (x, y) => y > -0.9 && y < 0.9 && Math.Abs(x) < (y + 0.9) / 1.8),
        ("ring", (x, y) => (x * x) + (y * y) is < 1 and > 0.36),
        ("plus", (x, y) => Math.Max(Math.Abs(x), Math.Abs(y)) < 1 && Math.Min(Math.Abs(x), Math.Abs(y)) < 0.28),
        ("diagonal cross", (x, y) => Math.Max(Math.Abs(x), Math.Abs(y)) < 0.9 && Math.Abs(Math.Abs(x) - Math.Abs(y)) < 0.36),
        ("bars", (x, y) => Math.Max(Math.Abs(x), Math.Abs(y)) < 1 && Math.Abs(y) is < 0.2 or > 0.6 and < 1 && Math.Abs(x) < 1),
        ("columns", (x, y) => Math.Max(Math.Abs(x), Math.Abs(y)) < 1 && Math.Abs(x) is < 0.2 or > 0.6 and < 1 && Math.Abs(y) < 1),
        ("diamond", (x, y) => Math.Abs(x) + Math.Abs(y) < 1),
        ("half disc", (x, y) => (x * x) + (y * y) < 1 && y > 0),
    ];

    /// <summary>Makes the set of a spec; the same seed makes the same bytes on every machine.</summary>
    public static RawImages Load(DataSpec spec, Seeds seeds)
    {
        var size = spec.ImageSize > 0 ? spec.ImageSize : DefaultSize;
        if (size is < 8 or > 256) throw new DataException($"Shapes can be made with sides of 8 to 256 pixels, not {size}.");
        // A tenth more than the limit, so that the limit still holds beside the validation images.
        var used = spec.TrainPerClass > 0 ? spec.TrainPerClass : DefaultTrainPerClass;
        var made = spec.TrainPerClass > 0 ? used + (int)Math.Round(used * spec.ValidationFraction) : used;
        return Make(new ImageShape(3, size, size), made, TestPerClass, seeds);
    }

    /// <summary>Makes a set of any shape.</summary>
    public static RawImages Make(ImageShape shape, int trainPerClass, int testPerClass, Seeds seeds)
    {
        var (trainPixels, trainLabels) = Split(shape, trainPerClass, seeds.Random("shapes", 0));
        var (testPixels, testLabels) = Split(shape, testPerClass, seeds.Random("shapes", 1));
        return new RawImages
        {
            Name = Name,
            Title = "Coloured shapes",
            Found = RawImages.Made,
            Licence = "none needed",
            Shape = shape,
            Classes = [.. Kinds.Select(kind => kind.Name)],
            TrainPixels = trainPixels,
            TrainLabels = trainLabels,
            TestPixels = testPixels,
            TestLabels = testLabels,
            Notes = ["Made by the engine for trials and tests; no accuracy on it says anything about photographs."],
        };
    }

    private static (byte[] Pixels, int[] Labels) Split(ImageShape shape, int perClass, Random random)
    {
        var pixels = new byte[(long)perClass * Kinds.Length * shape.Size];
        var labels = new int[perClass * Kinds.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = i % Kinds.Length;
            Draw(pixels.AsSpan(i * shape.Size, shape.Size), shape, Kinds[labels[i]].Covers, random);
        }

        return (pixels, labels);
    }

    private static void Draw(Span<byte> image, ImageShape shape, Func<double, double, bool> covers, Random random)
    {
        var radius = (0.28 + (0.17 * random.NextDouble())) * Math.Min(shape.Height, shape.Width);
        var (cx, cy) = (Centre(shape.Width), Centre(shape.Height));
        Span<int> ground = stackalloc int[3], figure = stackalloc int[3];
        for (var c = 0; c < 3; c++)
        {
            ground[c] = random.Next(20, 236);
            figure[c] = (ground[c] + random.Next(90, 166)) % 256;   // far from the ground in every channel
        }

        for (var y = 0; y < shape.Height; y++)
        {
            for (var x = 0; x < shape.Width; x++)
            {
                var colour = covers((x - cx) / radius, (y - cy) / radius) ? figure : ground;
                for (var c = 0; c < shape.Channels; c++)
                    image[(((c * shape.Height) + y) * shape.Width) + x] =
                        (byte)Math.Clamp(colour[c] + random.Next(-Noise, Noise + 1), 0, 255);
            }
        }

        double Centre(int side) => radius + ((side - 1 - (2 * radius)) * random.NextDouble());
    }
}
