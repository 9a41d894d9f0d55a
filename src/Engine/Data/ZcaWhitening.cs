using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Data;

/// <summary>ZCA whitening of flat images: y = (x − μ) W with W = U s^(−1/2) Uᵀ, the whitening that stays nearest to the pixels.</summary>
/// <remarks>
/// U and s are eigenvectors and regularised eigenvalues of the covariance of the train set. A set of 32×32 colour images has a 3072×3072 W
/// (36 MB).
/// </remarks>
internal sealed class ZcaWhitening : IDisposable
{
    private const int Chunk = 4_096;

    private ZcaWhitening(Tensor mean, Tensor matrix, Tensor inverse) =>
        (Mean, Matrix, Inverse) = (mean.DetachFromDisposeScope(), matrix.DetachFromDisposeScope(), inverse.DetachFromDisposeScope());

    /// <summary>μ: float32, one value per pixel and channel (d).</summary>
    public Tensor Mean { get; }

    /// <summary>W: float32, d × d, symmetric.</summary>
    public Tensor Matrix { get; }

    /// <summary>The inverse of W: U s^(1/2) Uᵀ.</summary>
    public Tensor Inverse { get; }

    /// <summary>
    /// The convention of kornia's ZCAWhitening, which the trajectory-matching authors use: Σ over n − 1, eps added to each eigenvalue.
    /// </summary>
    public static ZcaWhitening FitKornia(long count, Func<long, long, Tensor> flat, double eps = 0.1) =>
        Fit(count, flat, Math.Max(1, count - 1), _ => eps);

    /// <summary>The convention of FRePo and KIP: Σ over n, 0.1 · tr(Σ)/d added to the diagonal.</summary>
    public static ZcaWhitening FitRegularised(long count, Func<long, long, Tensor> flat, double amount = 0.1) =>
        Fit(count, flat, count, covariance => amount * covariance.trace().item<float>() / covariance.shape[0]);

    /// <summary>A whitening read back from a file.</summary>
    public static ZcaWhitening From(Tensor mean, Tensor matrix, Tensor inverse) => new(mean, matrix, inverse);

    /// <summary>Whitens flat images, n × d.</summary>
    public Tensor Apply(Tensor flat)
    {
        using var centred = flat - Mean;
        return centred.mm(Matrix);
    }

    /// <summary>Undoes <see cref="Apply"/>.</summary>
    public Tensor Invert(Tensor whitened)
    {
        using var centred = whitened.mm(Inverse);
        return centred.add(Mean, Number.One);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Mean.Dispose();
        Matrix.Dispose();
        Inverse.Dispose();
    }

    private static ZcaWhitening Fit(long count, Func<long, long, Tensor> flat, long divisor, Func<Tensor, double> regulariser)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var mean = MeanImage(count, flat);
        var covariance = Covariance(count, flat, mean).div_(Number.Of(divisor));
        var (values, vectors) = linalg.eigh(covariance);
        // Rounding leaves tiny negative eigenvalues; without the floor a root of them would be NaN.
        var root = values.clamp_min(Number.Of(0)).add_(Number.Of(regulariser(covariance)), Number.One).sqrt_();
        var matrix = (vectors / root).mm(vectors.t());
        var inverse = (vectors * root).mm(vectors.t());
        return new ZcaWhitening(mean, matrix, inverse);
    }

    private static Tensor MeanImage(long count, Func<long, long, Tensor> flat)
    {
        Tensor? sum = null;
        for (long start = 0; start < count; start += Chunk)
        {
            using var part = flat(start, Math.Min(Chunk, count - start));
            var partSum = part.sum(0, type: ScalarType.Float64);
            sum = sum is null ? partSum : sum.add_(partSum, Number.One);
        }

        return sum!.div_(Number.Of(count)).to_type(ScalarType.Float32);
    }

    private static Tensor Covariance(long count, Func<long, long, Tensor> flat, Tensor mean)
    {
        var sum = zeros(mean.shape[0], mean.shape[0], dtype: ScalarType.Float32, device: mean.device);
        for (long start = 0; start < count; start += Chunk)
        {
            using var step = NewDisposeScope();
            var centred = flat(start, Math.Min(Chunk, count - start)).sub_(mean);
            sum.addmm_(centred.t(), centred, 1, 1);
        }

        return sum;
    }
}
