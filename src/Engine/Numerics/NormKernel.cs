using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Engine.Numerics;

/// <summary>First and second derivatives of a group norm on the CPU, float32, each in one walk over the images.</summary>
/// <remarks>
/// With x̂ = (x − μ)r over the L values of a group, r = (σ² + ε)^−½, γ the scale of a channel, g the gradient that arrives, G = γg, and ⟨·⟩ the mean over the group:
/// ∂/∂x = r(G − ⟨G⟩ − x̂⟨Gx̂⟩), ∂/∂γ = Σ g·x̂, ∂/∂β = Σ g. Let v, a, b be what arrives at these three when they are derived again. Then, with
/// p = ⟨Gx̂⟩, q = ⟨vx̂⟩ and D = (a − rqγ)g − rpv,
/// by g: rγ(v − ⟨v⟩ − qx̂) + a·x̂ + b; by x: r(D − ⟨D⟩ − x̂(⟨Dx̂⟩ + r(⟨vG⟩ − ⟨v⟩⟨G⟩ − qp))); by γ: Σ r·g(v − ⟨v⟩ − qx̂).
/// One group of one image stays in the nearest cache, so each of the two walks reads memory once.
/// </remarks>
internal sealed unsafe class NormKernel
{
    private readonly int _images;
    private readonly int _channels;
    private readonly int _pixels;
    private readonly int _perGroup;

    /// <summary>A norm for inputs of a shape.</summary>
    /// <param name="shape">[N, C, …].</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="epsilon">ε.</param>
    public NormKernel(long[] shape, int groups, double epsilon)
    {
        (Groups, Epsilon) = (groups, epsilon);
        (_images, _channels, _perGroup) = ((int)shape[0], (int)shape[1], (int)shape[1] / groups);
        _pixels = (int)shape.Skip(2).Aggregate(1L, (product, size) => product * size);
    }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>The gradients by input, scale and shift.</summary>
    public List<Tensor> Gradient(Tensor gradient, Tensor input, Tensor scale)
    {
        var (g, x, gamma) = (Flat(gradient), Flat(input), Flat(scale));
        var onX = empty_like(x);
        var sums = new float[2][];
        for (var i = 0; i < sums.Length; i++) sums[i] = new float[_images * _channels];
        var (pg, px, pOnX, pGamma) = (Address(g), Address(x), Address(onX), Address(gamma));
        EachGroup((image, first) => Gradient(image * _channels + first, (float*)pGamma + first, (float*)px, (float*)pg, (float*)pOnX, sums[1], sums[0]));
        GC.KeepAlive((g, x, gamma));
        return [onX.view(input.shape), OverImages(sums[1]), OverImages(sums[0])];
    }

    /// <summary>What arrives at the gradient, the input and the scale when <see cref="Gradient(Tensor, Tensor, Tensor)"/> is derived.</summary>
    /// <param name="byX">v, what arrives at the gradient by the input; null for zero.</param>
    /// <param name="byScale">a; null for zero.</param>
    /// <param name="byShift">b; null for zero.</param>
    /// <param name="gradient">g.</param>
    /// <param name="input">x.</param>
    /// <param name="scale">γ.</param>
    public List<Tensor> Curvature(Tensor? byX, Tensor? byScale, Tensor? byShift, Tensor gradient, Tensor input, Tensor scale)
    {
        var (g, x, gamma) = (Flat(gradient), Flat(input), Flat(scale));
        var v = byX is null ? zeros_like(x) : Flat(byX);
        var (a, b) = (byScale is null ? zeros_like(gamma) : Flat(byScale), byShift is null ? zeros_like(gamma) : Flat(byShift));
        var (onG, onX, onScale) = (empty_like(x), empty_like(x), new float[_images * _channels]);
        var (pv, pg, px, pOnG, pOnX) = (Address(v), Address(g), Address(x), Address(onG), Address(onX));
        var (pGamma, pa, pb) = (Address(gamma), Address(a), Address(b));
        EachGroup((image, first) =>
        {
            var channels = new Affine((float*)pGamma + first, (float*)pa + first, (float*)pb + first);
            Curvature(image * _channels + first, channels, (float*)pv, (float*)pg, (float*)px, (float*)pOnG, (float*)pOnX, onScale);
        });
        GC.KeepAlive((v, g, x, gamma, a, b));
        return [onG.view(gradient.shape), onX.view(input.shape), OverImages(onScale)];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gradient(int row, float* gamma, float* x, float* g, float* onX, float[] byScale, float[] byShift)
    {
        var start = (long)row * _pixels;
        var (mean, r) = Statistics(x + start);
        double meanG = 0, p = 0;
        for (var c = 0; c < _perGroup; c++)
        {
            float* gs = g + start + (long)c * _pixels, xs = x + start + (long)c * _pixels;
            Vector<float> sum = default, dot = default;
            var i = 0;
            for (; i <= _pixels - Vector<float>.Count; i += Vector<float>.Count)
            {
                var value = Vector.Load(gs + i);
                sum += value;
                dot += value * (Vector.Load(xs + i) - new Vector<float>(mean));
            }

            var (total, product) = (Vector.Sum(sum), Vector.Sum(dot));
            for (; i < _pixels; i++) (total, product) = (total + gs[i], product + gs[i] * (xs[i] - mean));
            (byShift[row + c], byScale[row + c]) = (total, product * r);
            (meanG, p) = (meanG + (double)gamma[c] * total, p + (double)gamma[c] * product * r);
        }

        var length = (double)_perGroup * _pixels;
        for (var c = 0; c < _perGroup; c++)
        {
            var offset = start + (long)c * _pixels;
            Combine(
                onX + offset, new(r * gamma[c], g + offset), new(0, g + offset), new(-r * r * (float)(p / length), x + offset), mean, -r * (float)(meanG / length));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Curvature(int row, Affine affine, float* v, float* g, float* x, float* onG, float* onX, float[] onScale)
    {
        var start = (long)row * _pixels;
        var (mean, r) = Statistics(x + start);
        var length = (double)_perGroup * _pixels;
        var sums = stackalloc Sums[_perGroup];
        double meanV = 0, meanG = 0, p = 0, q = 0, s = 0, ag = 0, agx = 0;
        for (var c = 0; c < _perGroup; c++)
        {
            var offset = start + (long)c * _pixels;
            var sum = sums[c] = SumsOf(v + offset, g + offset, x + offset, mean, r);
            double gamma = affine.Gamma[c], a = affine.A[c];
            (meanV, q) = (meanV + sum.V / length, q + sum.VX / length);
            (meanG, p, s) = (meanG + gamma * sum.G / length, p + gamma * sum.GX / length, s + gamma * sum.VG / length);
            (ag, agx) = (ag + a * sum.G / length, agx + a * sum.GX / length);
        }

        var meanD = ag - r * (p * meanV + q * meanG);
        var meanDX = agx - 2 * r * p * q + r * (s - meanV * meanG - q * p);
        for (var c = 0; c < _perGroup; c++)
        {
            var offset = start + (long)c * _pixels;
            double gamma = affine.Gamma[c], h = r * gamma, inner = affine.A[c] - h * q;
            Combine(
                onG + offset, new((float)h, v + offset), new(0, v + offset), new((float)(inner * r), x + offset), mean, (float)(affine.B[c] - h * meanV));
            Combine(
                onX + offset, new((float)(-r * r * p), v + offset), new((float)(r * inner), g + offset), new((float)(-r * r * meanDX), x + offset), mean,
                (float)(-r * meanD));
            onScale[row + c] = (float)(r * (sums[c].VG - meanV * sums[c].G - q * sums[c].GX));
        }
    }

    /// <summary>μ and r of the group that begins here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (float Mean, float Inverse) Statistics(float* x)
    {
        var length = _perGroup * _pixels;
        var i = 0;
        Vector<float> sums = default;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count) sums += Vector.Load(x + i);
        var sum = (double)Vector.Sum(sums);
        for (; i < length; i++) sum += x[i];
        var mean = (float)(sum / length);

        Vector<float> squares = default;
        for (i = 0; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var away = Vector.Load(x + i) - new Vector<float>(mean);
            squares += away * away;
        }

        var square = (double)Vector.Sum(squares);
        for (; i < length; i++) square += (x[i] - mean) * (x[i] - mean);
        return (mean, (float)(1 / Math.Sqrt(square / length + Epsilon)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Sums SumsOf(float* v, float* g, float* x, float mean, float r)
    {
        Vector<float> vs = default, gs = default, vx = default, gx = default, vg = default;
        var i = 0;
        for (; i <= _pixels - Vector<float>.Count; i += Vector<float>.Count)
        {
            var (one, other, away) = (Vector.Load(v + i), Vector.Load(g + i), Vector.Load(x + i) - new Vector<float>(mean));
            (vs, gs) = (vs + one, gs + other);
            (vx, gx, vg) = (vx + one * away, gx + other * away, vg + one * other);
        }

        var sums = new Sums(Vector.Sum(vs), Vector.Sum(gs), Vector.Sum(vx), Vector.Sum(gx), Vector.Sum(vg));
        for (; i < _pixels; i++)
        {
            var away = x[i] - mean;
            sums = new Sums(sums.V + v[i], sums.G + g[i], sums.VX + v[i] * away, sums.GX + g[i] * away, sums.VG + v[i] * g[i]);
        }

        return sums with { VX = sums.VX * r, GX = sums.GX * r };
    }

    /// <summary>One channel of a result: a·first + b·second + c·(x − μ) + d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Combine(float* to, Part first, Part second, Part x, float mean, float constant)
    {
        float* f = first.At, s = second.At, centred = x.At;
        var added = constant - x.By * mean;
        var i = 0;
        for (; i <= _pixels - Vector<float>.Count; i += Vector<float>.Count)
        {
            var value = Vector.Load(f + i) * first.By + Vector.Load(s + i) * second.By + Vector.Load(centred + i) * x.By + new Vector<float>(added);
            Vector.Store(value, to + i);
        }

        for (; i < _pixels; i++) to[i] = f[i] * first.By + s[i] * second.By + centred[i] * x.By + added;
    }

    /// <summary>Every group of every image, on as many threads as the library itself would take; each writes its own places only.</summary>
    private void EachGroup(Action<int, int> work)
    {
        var threads = get_num_threads();
        if (threads == 1)
        {
            for (var i = 0; i < _images * Groups; i++) work(i / Groups, i % Groups * _perGroup);
            return;
        }

        Parallel.For(0, _images * Groups, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => work(i / Groups, i % Groups * _perGroup));
    }

    /// <summary>The sum over the images, always in their order.</summary>
    private Tensor OverImages(float[] values)
    {
        var sums = new float[_channels];
        for (var i = 0; i < values.Length; i++) sums[i % _channels] += values[i];
        return tensor(sums);
    }

    private static Tensor Flat(Tensor x) => x.detach().contiguous();

    private static nint Address(Tensor x)
    {
        fixed (byte* start = x.bytes) return (nint)start;
    }

    private readonly struct Affine(float* gamma, float* a, float* b)
    {
        public readonly float* Gamma = gamma;
        public readonly float* A = a;
        public readonly float* B = b;
    }

    private readonly struct Part(float by, float* at)
    {
        public readonly float By = by;
        public readonly float* At = at;
    }

    private readonly record struct Sums(float V, float G, float VX, float GX, float VG);
}
