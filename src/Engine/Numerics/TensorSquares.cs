using static TorchSharp.torch;

namespace Engine.Numerics;

/// <summary>Squares without a number of the managed side.</summary>
internal static class TensorSquares
{
    /// <summary>
    /// Every entry times itself: the numbers of <c>square()</c> and of its derivative. That method makes the exponent 2 a managed object, which the
    /// garbage collector may free while the native call still reads it: seen as "INTERNAL ASSERT FAILED at Scalar.h" on a busy machine.
    /// </summary>
    public static Tensor Squared(this Tensor x) => x.mul(x);
}
