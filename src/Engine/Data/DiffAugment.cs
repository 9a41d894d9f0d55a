using System.Diagnostics;
using Contracts;
using Engine.Numerics;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Engine.Data;

/// <summary>
/// Differentiable Siamese augmentation (Zhao and Bilen, Dataset Condensation with Differentiable Siamese Augmentation, ICML 2021).
/// </summary>
/// <remarks>
/// Images are in normalised space, so the fill value 0 is the mean grey. Every operation is differentiable by the images; scaling and
/// rotating once only, the others any number of times. With one operation per batch this is the paper's mode "S".
/// </remarks>
internal sealed class DiffAugment
{
    private const double Brightness = 1.0;
    private const double Saturation = 2.0;
    private const double Contrast = 0.5;
    private const double CropShare = 0.125;
    private const double CutoutShare = 0.5;
    private const double FlipProbability = 0.5;
    private const double LargestScale = 1.2;
    private const double LargestAngle = 15 * Math.PI / 180;

    private DiffAugment(IReadOnlyList<AugmentGroup> groups) => Groups = groups;

    /// <summary>The groups to draw from; empty for "none".</summary>
    public IReadOnlyList<AugmentGroup> Groups { get; }

    /// <summary>Reads a strategy: group names joined by underscores ("color_crop_cutout_flip_scale_rotate"), or "none".</summary>
    /// <exception cref="ArgumentException">The strategy has faults; all are told.</exception>
    public static DiffAugment Parse(string strategy)
    {
        if (Faults(strategy) is { Count: > 0 } faults) throw new ArgumentException(string.Join(" ", faults), nameof(strategy));
        var names = strategy == "none" ? [] : strategy.Split('_');
        return new DiffAugment([.. names.Select(name => Enum.Parse<AugmentGroup>(name, ignoreCase: true))]);
    }

    /// <summary>What is wrong with a strategy; empty when it can be parsed.</summary>
    /// <param name="strategy">Group names joined by underscores, or "none".</param>
    /// <param name="operationsPerBatch">Groups to be drawn per batch.</param>
    public static IReadOnlyList<Sentence> Faults(string strategy, int operationsPerBatch = 1)
    {
        if (strategy == "none") return [];
        var known = Enum.GetNames<AugmentGroup>().Select(name => name.ToLowerInvariant()).ToList();
        var names = strategy.Split('_');
        var unknown = names.Except(known).Select(name => $"\"{name}\"").ToList();
        var repeated = names.CountBy(name => name).Where(name => name.Value > 1).Select(name => $"\"{name.Key}\"").ToList();
        var faults = new List<Sentence>();
        if (unknown.Count > 0)
        {
            faults.Add($"Unknown augmentation: {string.Join(", ", unknown)}. "
                + $"Known are {string.Join(", ", known)}, joined by underscores, or none.");
        }

        if (repeated.Count > 0) faults.Add($"Augmentation named more than once: {string.Join(", ", repeated)}.");
        if (operationsPerBatch > names.Length)
            faults.Add($"{operationsPerBatch} augmentations per batch cannot be drawn from {names.Length}: {strategy}.");
        return faults;
    }

    /// <summary>Draws which groups are applied, uniformly without repetition and in random order, and their numbers.</summary>
    /// <param name="random">Source of chance.</param>
    /// <param name="batch">Images in the batch.</param>
    /// <param name="siamese">Whether all images, of this batch and of any other that the draw is applied to, share their numbers.</param>
    /// <param name="operationsPerBatch">Groups to draw: 1 to the number of groups. Nothing is drawn when there is no group.</param>
    public AugmentDraw Draw(Random random, int batch, bool siamese, int operationsPerBatch = 1)
    {
        if (Groups.Count == 0) return new AugmentDraw(null, []);
        ArgumentOutOfRangeException.ThrowIfLessThan(operationsPerBatch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(operationsPerBatch, Groups.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var order = Groups.ToArray();
        random.Shuffle(order);
        var operations = order.Take(operationsPerBatch).Select(group => new AugmentOperation(group, Uniforms(group))).ToList();
        return new AugmentDraw(siamese ? null : batch, operations);

        float[][] Uniforms(AugmentGroup group) =>
            [.. Enumerable.Range(0, Numbers(group)).Select(_ => Values(siamese ? 1 : batch))];

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
    }

    /// <summary>The augmented batch, differentiable by the batch.</summary>
    /// <param name="x">Images [N, C, H, W].</param>
    /// <param name="draw">A draw for as many images, or a Siamese one.</param>
    public Tensor Apply(Tensor x, AugmentDraw draw)
    {
        if (draw.Batch is { } batch && batch != x.shape[0])
            throw new ArgumentException($"The draw is for {batch} images, the batch has {x.shape[0]}.", nameof(draw));
        foreach (var operation in draw.Operations) x = Apply(x, operation);
        return x;
    }

    private static int Numbers(AugmentGroup group) => group switch
    {
        AugmentGroup.Color => 3,
        AugmentGroup.Flip or AugmentGroup.Rotate => 1,
        AugmentGroup.Crop or AugmentGroup.Cutout or AugmentGroup.Scale => 2,
        _ => throw new UnreachableException(group.ToString()),
    };

    private static Tensor Apply(Tensor x, AugmentOperation operation)
    {
        var u = operation.Uniforms;
        return operation.Group switch
        {
            AugmentGroup.Color => Contrasted(Saturated(Brightened(x, u[0]), u[1]), u[2]),
            AugmentGroup.Crop => Shifted(x, u[0], u[1]),
            AugmentGroup.Cutout => CutOut(x, u[0], u[1]),
            AugmentGroup.Flip => where(PerImage(x, u[0], value => value < FlipProbability ? 1 : 0).gt(Number.Of(0.5)), x.flip(3), x),
            AugmentGroup.Scale => Sampled(x, u[0].Zip(u[1], (across, down) => Affine(Factor(across), 0, 0, Factor(down)))),
            AugmentGroup.Rotate => Sampled(x, u[0].Select(value => Rotation((2 * value - 1) * LargestAngle))),
            _ => throw new UnreachableException(operation.Group.ToString()),
        };
    }

    private static Tensor Brightened(Tensor x, float[] u) =>
        x.add(PerImage(x, u, value => (value - 0.5) * Brightness), Number.One);

    /// <summary>Moves each pixel away from or towards its own grey. Grey images stay as they are.</summary>
    internal static Tensor Saturated(Tensor x, float[] u)
    {
        if (x.shape[1] == 1) return x;
        var grey = x.mean([1], keepdim: true);
        return ((x - grey) * PerImage(x, u, value => value * Saturation)).add(grey, Number.One);
    }

    /// <summary>Moves each pixel away from or towards the mean of its image.</summary>
    internal static Tensor Contrasted(Tensor x, float[] u)
    {
        var mean = x.mean([1, 2, 3], keepdim: true);
        return ((x - mean) * PerImage(x, u, value => value + Contrast)).add(mean, Number.One);
    }

    /// <summary>out[i, j] = x[i + rows, j + columns], zero outside, with shifts of at most an eighth of the side.</summary>
    private static Tensor Shifted(Tensor x, float[] rows, float[] columns)
    {
        var (n, channels, height, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);

        // One ring of zeros is enough: whatever lies farther outside reads the ring.
        var padded = F.pad(x, [1, 1, 1, 1]);
        var row = Ringed(Positions(x, height), Shift(rows, height), height).unsqueeze(2);
        var column = Ringed(Positions(x, width), Shift(columns, width), width).unsqueeze(1);
        var index = row.mul(Number.Of(width + 2)).add(column, Number.One).flatten(1).unsqueeze(1).expand(n, channels, height * width);
        return padded.flatten(2).gather(2, index).reshape(n, channels, height, width);

        Tensor Shift(float[] u, long size)
        {
            var most = Rounded(size * CropShare);
            return Column(x, u, value => Math.Floor(value * (2 * most + 1)) - most);
        }
    }

    /// <summary>
    /// Sets a square of half the side to zero; its centre lies anywhere in the image, so that part of it may lie outside.
    /// </summary>
    private static Tensor CutOut(Tensor x, float[] rows, float[] columns)
    {
        var (height, width) = (x.shape[2], x.shape[3]);
        var hole = Inside(rows, height).unsqueeze(2).logical_and(Inside(columns, width).unsqueeze(1)).unsqueeze(1);
        return x.masked_fill(hole, Number.Of(0));

        Tensor Inside(float[] u, long size)
        {
            var side = Rounded(size * CutoutShare);
            var from = Column(x, u, value => Math.Floor(value * (size + 1 - side % 2)) - side / 2);
            var at = Positions(x, size);
            return at.ge(from).logical_and(at.lt(from.add(Number.Of(side), Number.One)));
        }
    }

    /// <summary>
    /// Reads each image at positions moved by a 2×3 matrix (output to input), bilinear, zero outside, corners not aligned.
    /// </summary>
    internal static Tensor Sampled(Tensor x, IEnumerable<float[]> matrices)
    {
        var values = matrices.ToList();
        var theta = tensor(values.SelectMany(matrix => matrix).ToArray(), [values.Count, 2, 3]).to(x.dtype).to(x.device);
        var grid = F.affine_grid(theta, [values.Count, x.shape[1], x.shape[2], x.shape[3]], align_corners: false);
        return F.grid_sample(x, grid.expand(x.shape[0], -1, -1, -1), align_corners: false);
    }

    /// <summary>The matrix of a turn, in radians.</summary>
    internal static float[] Rotation(double angle) => Affine(Math.Cos(angle), -Math.Sin(angle), Math.Sin(angle), Math.Cos(angle));

    /// <summary>A 2×3 matrix without translation, row by row.</summary>
    internal static float[] Affine(double xx, double xy, double yx, double yy) => [(float)xx, (float)xy, 0, (float)yx, (float)yy, 0];

    private static double Factor(float u) => u * (LargestScale - 1 / LargestScale) + 1 / LargestScale;

    private static long Rounded(double size) => (long)(size + 0.5);

    /// <summary>Places in the padded image, whose ring takes what lies outside.</summary>
    private static Tensor Ringed(Tensor positions, Tensor shift, long size) =>
        positions.add(shift, Number.One).add(Number.Of(1), Number.One).clamp(Number.Of(0), Number.Of(size + 1));

    private static Tensor Positions(Tensor x, long size) =>
        arange(Number.Of(0), Number.Of(size), Number.One, ScalarType.Int64, x.device).unsqueeze(0);

    private static Tensor PerImage(Tensor x, float[] u, Func<double, double> value) =>
        tensor(u.Select(number => (float)value(number)).ToArray(), [u.Length, 1, 1, 1]).to(x.dtype).to(x.device);

    private static Tensor Column(Tensor x, float[] u, Func<double, double> value) =>
        tensor(u.Select(number => (long)value(number)).ToArray(), [u.Length, 1]).to(x.device);
}
