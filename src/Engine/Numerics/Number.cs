using TorchSharp;

namespace Engine.Numerics;

/// <summary>The one place where a number becomes what the library takes.</summary>
/// <remarks>
/// The library's managed side takes the native handle of a <see cref="Scalar"/> and lets go of the object: one that was made for the call
/// alone may be collected, and its native half freed, while the native call still reads it. Seen as "INTERNAL ASSERT FAILED at Scalar.h",
/// inside a backward pass as the end of the process. So the last ones of each thread are held here. Who uses one over many others must hold
/// it too: <c>using Scalar keep = Number.Of(…)</c>. The library makes such numbers itself, out of reach, in every <c>+</c>, in <c>add</c>
/// and <c>add_</c> without a factor, in every operator between a tensor and a plain number, in <c>square</c>, <c>arange</c> without a
/// step and <c>functional.leaky_relu</c>: <c>a.add(b, Number.One)</c>, <c>a.mul(Number.Of(2))</c>, <see cref="From"/> and the like stand
/// in their place, and none stays. The architecture tests refuse them.
/// </remarks>
internal static class Number
{
    /// <summary>A power of two, and far more than one statement makes.</summary>
    private const int Held = 256;

    /// <summary>The whole number 1.</summary>
    public static readonly Scalar One = Of(1);

    [ThreadStatic]
    private static Scalar[]? _held;

    [ThreadStatic]
    private static int _next;

    /// <summary>A number in double precision.</summary>
    public static Scalar Of(double value) => Hold(value);

    /// <summary>A number in single precision.</summary>
    public static Scalar Of(float value) => Hold(value);

    /// <summary>A whole number of 64 bits.</summary>
    public static Scalar Of(long value) => Hold(value);

    /// <summary>A whole number of 32 bits.</summary>
    public static Scalar Of(int value) => Hold(value);

    /// <summary>A truth value.</summary>
    public static Scalar Of(bool value) => Hold(value);

    /// <summary>The number − x, in the library's way: −x + number.</summary>
    public static torch.Tensor From(Scalar number, torch.Tensor x) => x.negative().add(number, One);

    /// <summary>What falls out is left to its finaliser: a call may still be reading it on the way.</summary>
    private static Scalar Hold(Scalar scalar)
    {
        var held = _held ??= new Scalar[Held];
        return held[_next++ & (Held - 1)] = scalar;
    }
}
