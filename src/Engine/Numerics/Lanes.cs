using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Numerics;

/// <summary>Sums and combinations of float32 vectors that lie in the cache, sixteen lanes at a time: the same order of sums on every machine.</summary>
/// <remarks>A machine without such wide registers takes two or four narrower ones for each.</remarks>
internal static unsafe class Lanes
{
    private const int Wide = 16;

    /// <summary>Σ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(float* x, int count)
    {
        Vector512<float> one = default, two = default, three = default, four = default;
        var i = 0;
        for (; i <= count - 4 * Wide; i += 4 * Wide)
        {
            (one, two) = (one + Vector512.Load(x + i), two + Vector512.Load(x + i + Wide));
            (three, four) = (three + Vector512.Load(x + i + 2 * Wide), four + Vector512.Load(x + i + 3 * Wide));
        }

        for (; i <= count - Wide; i += Wide) one += Vector512.Load(x + i);
        double sum = Vector512.Sum(one + two + (three + four));
        for (; i < count; i++) sum += x[i];
        return sum;
    }

    /// <summary>Σ (x − away)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Squares(float* x, int count, float away)
    {
        var centre = Vector512.Create(away);
        Vector512<float> one = default, two = default, three = default, four = default;
        var i = 0;
        for (; i <= count - 4 * Wide; i += 4 * Wide)
        {
            var (a, b) = (Vector512.Load(x + i) - centre, Vector512.Load(x + i + Wide) - centre);
            var (c, d) = (Vector512.Load(x + i + 2 * Wide) - centre, Vector512.Load(x + i + 3 * Wide) - centre);
            (one, two, three, four) = (one + a * a, two + b * b, three + c * c, four + d * d);
        }

        for (; i <= count - Wide; i += Wide)
        {
            var a = Vector512.Load(x + i) - centre;
            one += a * a;
        }

        double sum = Vector512.Sum(one + two + (three + four));
        for (; i < count; i++) sum += (x[i] - away) * (x[i] - away);
        return sum;
    }

    /// <summary>Σ g and Σ g(x − away).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (float Sum, float Product) Products(float* g, float* x, int count, float away)
    {
        var centre = Vector512.Create(away);
        Vector512<float> sumOne = default, sumTwo = default, one = default, two = default;
        var i = 0;
        for (; i <= count - 2 * Wide; i += 2 * Wide)
        {
            var (a, b) = (Vector512.Load(g + i), Vector512.Load(g + i + Wide));
            (sumOne, sumTwo) = (sumOne + a, sumTwo + b);
            one += a * (Vector512.Load(x + i) - centre);
            two += b * (Vector512.Load(x + i + Wide) - centre);
        }

        for (; i <= count - Wide; i += Wide)
        {
            var a = Vector512.Load(g + i);
            sumOne += a;
            one += a * (Vector512.Load(x + i) - centre);
        }

        var (sum, product) = (Vector512.Sum(sumOne + sumTwo), Vector512.Sum(one + two));
        for (; i < count; i++) (sum, product) = (sum + g[i], product + g[i] * (x[i] - away));
        return (sum, product);
    }

    /// <summary>Σ v, Σ v(x − away) and Σ vg.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (float V, float VX, float VG) Products(float* v, float* g, float* x, int count, float away)
    {
        var centre = Vector512.Create(away);
        Vector512<float> sum = default, byX = default, byG = default;
        var i = 0;
        for (; i <= count - Wide; i += Wide)
        {
            var a = Vector512.Load(v + i);
            (sum, byX, byG) = (sum + a, byX + a * (Vector512.Load(x + i) - centre), byG + a * Vector512.Load(g + i));
        }

        var (s, sx, sg) = (Vector512.Sum(sum), Vector512.Sum(byX), Vector512.Sum(byG));
        for (; i < count; i++) (s, sx, sg) = (s + v[i], sx + v[i] * (x[i] - away), sg + v[i] * g[i]);
        return (s, sx, sg);
    }

    /// <summary>a·x + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Affine(float* to, float* x, int count, float a, float b)
    {
        var (by, added) = (Vector512.Create(a), Vector512.Create(b));
        var i = 0;
        for (; i <= count - Wide; i += Wide) Vector512.Store(Vector512.Load(x + i) * by + added, to + i);
        for (; i < count; i++) to[i] = x[i] * a + b;
    }

    /// <summary>The sum of two terms and a number; may take the place of either.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(float* to, int count, Term first, Term second, float added)
    {
        float* x = first.At, y = second.At;
        var (a, b, c) = (Vector512.Create(first.By), Vector512.Create(second.By), Vector512.Create(added));
        var i = 0;
        for (; i <= count - Wide; i += Wide) Vector512.Store(Vector512.Load(x + i) * a + Vector512.Load(y + i) * b + c, to + i);
        for (; i < count; i++) to[i] = x[i] * first.By + y[i] * second.By + added;
    }

    /// <summary>The sum of three terms and a number; may take the place of any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(float* to, int count, Term first, Term second, Term third, float added)
    {
        float* x = first.At, y = second.At, z = third.At;
        var (a, b, c, d) = (Vector512.Create(first.By), Vector512.Create(second.By), Vector512.Create(third.By), Vector512.Create(added));
        var i = 0;
        for (; i <= count - Wide; i += Wide)
            Vector512.Store(Vector512.Load(x + i) * a + Vector512.Load(y + i) * b + Vector512.Load(z + i) * c + d, to + i);
        for (; i < count; i++) to[i] = x[i] * first.By + y[i] * second.By + z[i] * third.By + added;
    }

    /// <summary>A quarter of the sum of each pair of neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Halve(float* to, float* pairs, int count)
    {
        const float quarter = 0.25f;
        var i = 0;
        for (; i <= count - Wide; i += Wide)
        {
            var (low, high) = (Vector512.Load(pairs + 2 * i).AsUInt64(), Vector512.Load(pairs + 2 * i + Wide).AsUInt64());
            var (even, odd) = (Vector512.Narrow(low, high).AsSingle(), Vector512.Narrow(low >>> 32, high >>> 32).AsSingle());
            Vector512.Store((even + odd) * quarter, to + i);
        }

        for (; i < count; i++) to[i] = (pairs[2 * i] + pairs[2 * i + 1]) * quarter;
    }

    /// <summary>A quarter of each value, twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Double(float* to, float* x, int count)
    {
        const float quarter = 0.25f;
        var i = 0;
        for (; i <= count - Wide; i += Wide)
        {
            var (low, high) = Vector512.Widen((Vector512.Load(x + i) * quarter).AsUInt32());
            Vector512.Store((low | (low << 32)).AsSingle(), to + 2 * i);
            Vector512.Store((high | (high << 32)).AsSingle(), to + 2 * i + Wide);
        }

        for (; i < count; i++) to[2 * i] = to[2 * i + 1] = x[i] * quarter;
    }

    /// <summary>A number times a vector.</summary>
    /// <param name="by">The number.</param>
    /// <param name="at">Where the vector lies.</param>
    public readonly struct Term(float by, float* at)
    {
        /// <summary>The number.</summary>
        public readonly float By = by;

        /// <summary>Where the vector lies.</summary>
        public readonly float* At = at;
    }
}
