using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>MixUp (Zhang et al., ICLR 2018) and CutMix (Yun et al., ICCV 2019): a batch with shuffled copies of its own images and labels.</summary>
/// <param name="kind">"mixup" or "cutmix".</param>
/// <param name="alpha">α of the Beta(α, α) from which the share of an image is drawn, one share per batch.</param>
internal sealed class Mixing(string kind, double alpha)
{
    /// <summary>The mixed images and label vectors.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="targets">Class indices [N] or label vectors [N, classes].</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="random">Source of chance.</param>
    public (Tensor Images, Tensor Targets) Apply(Tensor x, Tensor targets, int classes, Random random)
    {
        var order = Enumerable.Range(0, (int)x.shape[0]).Select(i => (long)i).ToArray();
        random.Shuffle(order);
        var partners = tensor(order, device: x.device);
        var share = Beta(random);
        var vectors = targets.dim() == 2 ? targets : nn.functional.one_hot(targets, classes).to(x.dtype);
        Tensor images;
        (images, share) = kind == "cutmix"
            ? Pasted(x, x.index_select(0, partners), share, random)
            : (Blend(x, partners, share), share);
        return (images, Blend(vectors, partners, share));
    }

    private static Tensor Blend(Tensor x, Tensor partners, double share) =>
        x.mul(Number.Of(share)).add(x.index_select(0, partners).mul(Number.Of(1 - share)), Number.One);

    /// <summary>A rectangle of 1 − share of the area, its centre anywhere, is taken from the partner; the share that is left counts.</summary>
    private static (Tensor Images, double Share) Pasted(Tensor x, Tensor partner, double share, Random random)
    {
        var shape = new ImageShape((int)x.shape[1], (int)x.shape[2], (int)x.shape[3]);
        var (top, bottom) = Cut(shape.Height);
        var (left, right) = Cut(shape.Width);
        var hole = zeros(1, 1, shape.Height, shape.Width, dtype: ScalarType.Bool);
        hole.narrow(2, top, bottom - top).narrow(3, left, right - left).fill_(Number.Of(true));
        return (where(hole.to(x.device), partner, x), 1 - (bottom - top) * (double)(right - left) / (shape.Height * shape.Width));

        (int From, int To) Cut(int side)
        {
            var (length, centre) = ((int)(side * Math.Sqrt(1 - share)), random.Next(side));
            return (Math.Clamp(centre - length / 2, 0, side), Math.Clamp(centre - length / 2 + length, 0, side));
        }
    }

    /// <summary>X/(X+Y) of two gamma variables.</summary>
    private double Beta(Random random)
    {
        var (x, y) = (Gamma(random), Gamma(random));
        return x + y == 0 ? 0.5 : x / (x + y);
    }

    /// <summary>Marsaglia and Tsang (2000); below 1 by the power of a uniform number.</summary>
    private double Gamma(Random random)
    {
        var shape = alpha < 1 ? alpha + 1 : alpha;
        var d = shape - 1.0 / 3;
        while (true)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var v = Math.Pow(1 + normal / Math.Sqrt(9 * d), 3);
            if (v <= 0 || Math.Log(1 - random.NextDouble()) >= 0.5 * normal * normal + d - d * v + d * Math.Log(v)) continue;
            return d * v * (alpha < 1 ? Math.Pow(1 - random.NextDouble(), 1 / alpha) : 1);
        }
    }
}
