using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>½‖z − y‖², the mean over a batch.</summary>
internal static class HalfSquaredError
{
    /// <summary>The loss of predictions.</summary>
    /// <param name="predicted">z, [N, classes].</param>
    /// <param name="targets">y, [N, classes].</param>
    public static Tensor Of(Tensor predicted, Tensor targets) => (predicted - targets).Squared().sum(1).mean().div(Number.Of(2));
}
