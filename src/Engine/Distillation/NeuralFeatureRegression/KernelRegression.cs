using Engine.Numerics;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Distillation.NeuralFeatureRegression;

/// <summary>Ridge regression from the features of the synthetic images to their labels, solved among the images (n × n) in double precision.</summary>
/// <remarks>
/// K = X_s X_sᵀ, λ = r·tr(K)/n, W = X_sᵀ (K + λI)⁻¹ Y_s, and a real image is predicted as f(x_t) W. The published code solves in single
/// precision, whose rounding is of the size of r = 1e-6; in double the factorisation only fails where the features are worthless.
/// </remarks>
/// <param name="Weights">W, float64, [features, classes].</param>
/// <param name="Regularization">The r that was used: the one asked for, or the first of its tenfolds with which the kernel could be factorised.</param>
internal sealed record KernelRegression(Tensor Weights, double Regularization)
{
    /// <summary>The strongest regularisation that is tried: a λ of the mean eigenvalue itself.</summary>
    public const double Strongest = 1;

    /// <summary>The fit, differentiable by both; null where not even the strongest regularisation gives finite weights.</summary>
    /// <param name="features">X_s, [n, features].</param>
    /// <param name="labels">Y_s, [n, classes].</param>
    /// <param name="regularization">r.</param>
    public static KernelRegression? Fit(Tensor features, Tensor labels, double regularization)
    {
        var x = features.to(ScalarType.Float64);
        var y = labels.to(ScalarType.Float64);
        var kernel = x.mm(x.t());
        var unit = eye(x.shape[0], dtype: ScalarType.Float64, device: x.device) * kernel.diagonal().mean();
        for (var r = regularization; r <= Strongest; r *= 10)
        {
            // Unlike cholesky, this one does not throw: it tells.
            var (factor, fault) = linalg.cholesky_ex(kernel.add(unit.mul(Number.Of(r)), Number.One));
            if (fault.item<int>() != 0) continue;                               // host sync
            var weights = x.t().mm(y.cholesky_solve(factor));
            if (weights.isfinite().all().item<bool>()) return new KernelRegression(weights, r);     // host sync
        }

        return null;
    }

    /// <summary>L: half the squared error of the predictions, the mean over the real images.</summary>
    /// <param name="features">f(x_t), [m, features].</param>
    /// <param name="targets">y_t, [m, classes].</param>
    public Tensor Loss(Tensor features, Tensor targets) =>
        HalfSquaredError.Of(features.to(ScalarType.Float64).mm(Weights), targets.to(ScalarType.Float64));

    /// <summary>L_lb = −mean min(top1(y) − top2(y), 1/C): keeps the largest entry of each learned label ahead.</summary>
    public static Tensor MarginLoss(Tensor labels)
    {
        var (top, _) = labels.topk(2, 1);
        return -(top.select(1, 0) - top.select(1, 1)).clamp_max(Number.Of(1.0 / labels.shape[1])).mean();
    }
}
