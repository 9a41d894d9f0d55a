using System.Buffers;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Engine.Numerics;

/// <summary>
/// A group norm and what follows it on the CPU, float32: values, first and second derivatives, each in one walk over the images.
/// </summary>
/// <remarks>
/// With x̂ = (x − μ)r over the L values of a group, r = (σ² + ε)^−½, γ the scale of a channel, g the gradient that arrives at the norm, G = γg, and ⟨·⟩ the mean over
/// the group: ∂/∂x = r(G − ⟨G⟩ − x̂⟨Gx̂⟩), ∂/∂γ = Σ g·x̂, ∂/∂β = Σ g. Let v, a, b be what arrives at these three when they are derived again. Then, with
/// p = ⟨Gx̂⟩, q = ⟨vx̂⟩ and D = (a − rqγ)g − rpv,
/// by g: rγ(v − ⟨v⟩ − qx̂) + a·x̂ + b; by x: r(D − ⟨D⟩ − x̂(⟨Dx̂⟩ + r(⟨vG⟩ − ⟨v⟩⟨G⟩ − qp))); by γ: Σ r·g(v − ⟨v⟩ − qx̂).
/// What follows is linear where its derivative is not zero: g is what arrives there, spread over its windows, and what arrives at it is gathered again.
/// One group of one image stays in the nearest caches, so each walk reads memory once.
/// </remarks>
internal sealed unsafe class NormKernel
{
    private readonly long[] _shape;
    private readonly int _images;
    private readonly int _channels;
    private readonly int _pixels;
    private readonly int _groups;
    private readonly int _perGroup;
    private readonly double _epsilon;
    private readonly NormTail _tail;
    private readonly ReluPooling _after;

    /// <summary>μ and r of every group, from <see cref="Forward"/> on.</summary>
    private readonly (float Mean, float Inverse)[] _statistics;

    /// <summary>A norm for inputs of a shape.</summary>
    /// <param name="shape">[N, C, …]; [N, C, H, W] where a pooling follows.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="tail">What follows.</param>
    public NormKernel(long[] shape, int groups, double epsilon, NormTail tail)
    {
        (_shape, _groups, _epsilon, _tail) = (shape, groups, epsilon, tail);
        (_images, _channels, _perGroup) = ((int)shape[0], (int)shape[1], (int)shape[1] / groups);
        _pixels = (int)shape.Skip(2).Aggregate(1L, (product, size) => product * size);
        _after = tail == NormTail.ReluAverage ? new ReluPooling(tail, (int)shape[2], (int)shape[3]) : new ReluPooling(tail, 1, _pixels);
        _statistics = new (float, float)[_images * groups];
    }

    /// <summary>What the norm and what follows it give.</summary>
    public Tensor Forward(Tensor input, Tensor scale, Tensor shift)
    {
        var (x, gamma, beta) = (Flat(input), Flat(scale), Flat(shift));
        var y = empty(_tail == NormTail.ReluAverage ? [_shape[0], _shape[1], _shape[2] / 2, _shape[3] / 2] : _shape, ScalarType.Float32);
        var (px, pGamma, pBeta, pY) = (Address(x), Address(gamma), Address(beta), Address(y));
        EachGroup((row, first, scratch) =>
        {
            var group = (float*)px + (long)row * _pixels;
            var (mean, r) = _statistics[row / _perGroup] = Statistics(group);
            for (var c = 0; c < _perGroup; c++)
            {
                var (a, b) = Affine(mean, r, ((float*)pGamma)[first + c], ((float*)pBeta)[first + c]);
                _after.Forward((float*)pY + (long)(row + c) * _after.Outputs, group + (long)c * _pixels, a, b, (float*)scratch);
            }
        });
        GC.KeepAlive((x, gamma, beta));
        return y;
    }

    /// <summary>The gradients by input, scale and shift, as far as they are asked for.</summary>
    public List<Tensor> Gradient(Tensor gradient, Tensor input, Tensor scale, Tensor shift, (bool X, bool Scale, bool Shift) asked)
    {
        var (g, x, gamma, beta) = (Flat(gradient), Flat(input), Flat(scale), Flat(shift));
        var (onX, byScale, byShift) = (empty(_shape, ScalarType.Float32), PerChannel(), PerChannel());
        var (pg, px, pOnX, pGamma, pBeta) = (Address(g), Address(x), Address(onX), Address(gamma), Address(beta));
        EachGroup((row, first, scratch) =>
        {
            var at = new Place(row, (float*)pGamma + first, (float*)pBeta + first, (float*)scratch);
            Gradient(at, (float*)px, (float*)pg, (float*)pOnX, byScale, byShift);
        });
        GC.KeepAlive((g, x, gamma, beta));
        List<Tensor> found = [.. Wanted()];
        ArrayPool<float>.Shared.Return(byScale);
        ArrayPool<float>.Shared.Return(byShift);
        return found;

        IEnumerable<Tensor> Wanted()
        {
            if (asked.X) yield return onX;
            if (asked.Scale) yield return OverImages(byScale);
            if (asked.Shift) yield return OverImages(byShift);
        }
    }

    /// <summary>What arrives at the gradient, the input and the scale when the gradient is derived.</summary>
    /// <param name="byX">v, what arrives at the gradient by the input; null for zero.</param>
    /// <param name="byScale">a; null for zero.</param>
    /// <param name="byShift">b; null for zero.</param>
    /// <param name="gradient">What arrived at what follows the norm.</param>
    /// <param name="input">x.</param>
    /// <param name="scale">γ.</param>
    /// <param name="shift">β.</param>
    public List<Tensor> Curvature(Tensor? byX, Tensor? byScale, Tensor? byShift, Tensor gradient, Tensor input, Tensor scale, Tensor shift)
    {
        var (g, x, gamma, beta) = (Flat(gradient), Flat(input), Flat(scale), Flat(shift));
        var v = byX is null ? zeros_like(x) : Flat(byX);
        var (a, b) = (byScale is null ? zeros_like(gamma) : Flat(byScale), byShift is null ? zeros_like(gamma) : Flat(byShift));
        var (onG, onX, onScale) = (empty(gradient.shape, ScalarType.Float32), empty(_shape, ScalarType.Float32), PerChannel());
        var (pv, pg, px, pOnG, pOnX) = (Address(v), Address(g), Address(x), Address(onG), Address(onX));
        var (pGamma, pBeta, pa, pb) = (Address(gamma), Address(beta), Address(a), Address(b));
        EachGroup((row, first, scratch) =>
        {
            var at = new Place(row, (float*)pGamma + first, (float*)pBeta + first, (float*)scratch);
            var data = new Second((float*)pv, (float*)pa + first, (float*)pb + first, (float*)pOnG, (float*)pOnX);
            Curvature(at, data, (float*)px, (float*)pg, onScale);
        });
        GC.KeepAlive((v, g, x, gamma, beta));
        GC.KeepAlive((a, b));
        var overImages = OverImages(onScale);
        ArrayPool<float>.Shared.Return(onScale);
        return [onG, onX, overImages];
    }

    private void Gradient(in Place at, float* x, float* g, float* onX, float[] byScale, float[] byShift)
    {
        var (mean, r) = _statistics[at.Row / _perGroup];
        double meanG = 0, p = 0;
        for (var c = 0; c < _perGroup; c++)
        {
            // What arrives at the norm lies where the result will.
            var (row, offset) = (at.Row + c, (long)(at.Row + c) * _pixels);
            var arrives = Arriving(onX + offset, g + (long)row * _after.Outputs, x + offset, at, c);
            var (sum, product) = Lanes.Products(arrives, x + offset, _pixels, mean);
            (byShift[row], byScale[row]) = (sum, product * r);
            (meanG, p) = (meanG + (double)at.Gamma[c] * sum, p + (double)at.Gamma[c] * product * r);
        }

        var length = (double)_perGroup * _pixels;
        var (onCentred, added) = (-r * r * (float)(p / length), -r * (float)(meanG / length));
        for (var c = 0; c < _perGroup; c++)
        {
            var offset = (long)(at.Row + c) * _pixels;
            var arrived = _tail == NormTail.None ? g + offset : onX + offset;
            Lanes.Combine(onX + offset, _pixels, new(r * at.Gamma[c], arrived), new(onCentred, x + offset), added - onCentred * mean);
        }
    }

    private void Curvature(in Place at, in Second second, float* x, float* g, float[] onScale)
    {
        var (mean, r) = _statistics[at.Row / _perGroup];
        var length = (double)_perGroup * _pixels;
        var sums = stackalloc Sums[_perGroup];
        double meanV = 0, meanG = 0, p = 0, q = 0, s = 0, ag = 0, agx = 0;
        for (var c = 0; c < _perGroup; c++)
        {
            var (row, offset) = (at.Row + c, (long)(at.Row + c) * _pixels);
            var arrives = Arriving(second.OnX + offset, g + (long)row * _after.Outputs, x + offset, at, c);
            var sum = sums[c] = SumsOf(second.V + offset, arrives, x + offset, mean, r);
            double gamma = at.Gamma[c], a = second.A[c];
            (meanV, q) = (meanV + sum.V / length, q + sum.VX / length);
            (meanG, p, s) = (meanG + gamma * sum.G / length, p + gamma * sum.GX / length, s + gamma * sum.VG / length);
            (ag, agx) = (ag + a * sum.G / length, agx + a * sum.GX / length);
        }

        var meanD = ag - r * (p * meanV + q * meanG);
        var meanDX = agx - 2 * r * p * q + r * (s - meanV * meanG - q * p);
        var (onV, onCentred) = ((float)(-r * r * p), (float)(-r * r * meanDX));
        for (var c = 0; c < _perGroup; c++)
        {
            var (row, offset) = (at.Row + c, (long)(at.Row + c) * _pixels);
            double gamma = at.Gamma[c], h = r * gamma, inner = second.A[c] - h * q;
            Leaving(second.OnG + (long)row * _after.Outputs, second.V + offset, x + offset, at, c, (float)h, (float)(inner * r), (float)(second.B[c] - h * meanV));
            var arrived = _tail == NormTail.None ? g + offset : second.OnX + offset;
            Lanes.Combine(
                second.OnX + offset, _pixels, new(onV, second.V + offset), new((float)(r * inner), arrived), new(onCentred, x + offset),
                (float)(-r * meanD) - onCentred * mean);
            onScale[row] = (float)(r * (sums[c].VG - meanV * sums[c].G - q * sums[c].GX));
        }
    }

    /// <summary>What arrives at a channel of the norm: at its own place where something follows, else where it is.</summary>
    private float* Arriving(float* to, float* g, float* x, in Place at, int c)
    {
        if (_tail == NormTail.None) return g;
        var (mean, r) = _statistics[at.Row / _perGroup];
        var (a, b) = Affine(mean, r, at.Gamma[c], at.Beta[c]);
        _after.Spread(to, g, x, a, b, at.Scratch);
        return to;
    }

    /// <summary>Hands what arrives at the gradient of the norm, byV·v + byX(x − μ) + added, to what follows.</summary>
    private void Leaving(float* to, float* v, float* x, in Place at, int c, float byV, float byX, float added)
    {
        var (mean, r) = _statistics[at.Row / _perGroup];
        Lanes.Combine(_tail == NormTail.None ? to : at.Scratch, _pixels, new(byV, v), new(byX, x), added - byX * mean);
        if (_tail == NormTail.None) return;
        var (a, b) = Affine(mean, r, at.Gamma[c], at.Beta[c]);
        _after.Gather(to, at.Scratch, x, a, b);
    }

    private Sums SumsOf(float* v, float* g, float* x, float mean, float r)
    {
        var (sumG, gx) = Lanes.Products(g, x, _pixels, mean);
        var (sumV, vx, vg) = Lanes.Products(v, g, x, _pixels, mean);
        return new Sums(sumV, sumG, vx * r, gx * r, vg);
    }

    /// <summary>μ and r of the group that begins here.</summary>
    private (float Mean, float Inverse) Statistics(float* x)
    {
        var length = _perGroup * _pixels;
        var mean = (float)(Lanes.Sum(x, length) / length);
        return (mean, (float)(1 / Math.Sqrt(Lanes.Squares(x, length, mean) / length + _epsilon)));
    }

    /// <summary>The norm of a channel as a·x + b.</summary>
    private static (float A, float B) Affine(float mean, float r, float gamma, float beta) => (r * gamma, beta - mean * (r * gamma));

    /// <summary>Every group of every image, on as many threads as the library itself would take; each writes its own places only.</summary>
    /// <param name="work">Takes the group's first row, its first channel, and room for one channel.</param>
    private void EachGroup(Action<int, int, nint> work)
    {
        var threads = get_num_threads();
        if (threads == 1)
        {
            var scratch = Room();
            for (var i = 0; i < _images * _groups; i++) Do(i, scratch);
            Free(scratch);
            return;
        }

        var limit = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, _images * _groups, limit, Room, (i, _, scratch) => Do(i, scratch), Free);

        nint Do(int i, nint scratch)
        {
            work(i * _perGroup, i % _groups * _perGroup, scratch);
            return scratch;
        }

        nint Room() => (nint)NativeMemory.AlignedAlloc((nuint)_pixels * sizeof(float), 64);
        void Free(nint scratch) => NativeMemory.AlignedFree((void*)scratch);
    }

    /// <summary>
    /// Room for one number per channel of every image, to be returned; not cleared, and may be longer. Made anew, each were a large object.
    /// </summary>
    private float[] PerChannel() => ArrayPool<float>.Shared.Rent(_images * _channels);

    /// <summary>The sum over the images, always in their order.</summary>
    private Tensor OverImages(float[] values)
    {
        var sums = new float[_channels];
        for (var i = 0; i < _images * _channels; i++) sums[i % _channels] += values[i];
        return tensor(sums);
    }

    private static Tensor Flat(Tensor x) => x.detach().contiguous();

    private static nint Address(Tensor x)
    {
        fixed (byte* start = x.bytes) return (nint)start;
    }

    private readonly struct Place(int row, float* gamma, float* beta, float* scratch)
    {
        public readonly int Row = row;
        public readonly float* Gamma = gamma;
        public readonly float* Beta = beta;
        public readonly float* Scratch = scratch;
    }

    private readonly struct Second(float* v, float* a, float* b, float* onG, float* onX)
    {
        public readonly float* V = v;
        public readonly float* A = a;
        public readonly float* B = b;
        public readonly float* OnG = onG;
        public readonly float* OnX = onX;
    }

    private readonly record struct Sums(float V, float G, float VX, float GX, float VG);
}
