using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Numerics;

/// <summary>What follows a norm y = a·x + b on one channel of one image: forward, and the two directions of its derivative, which is linear.</summary>
/// <remarks>
/// The derivative asks where y was above zero; y is computed again, by the same operations on the same lanes, so its sign is the same. What is no number
/// counts as above, as in the library.
/// </remarks>
/// <param name="tail">What follows.</param>
/// <param name="height">Rows that enter.</param>
/// <param name="width">Columns that enter.</param>
internal readonly unsafe struct ReluPooling(NormTail tail, int height, int width)
{
    private const int Wide = 16;
    private const int Half = 8;

    private readonly NormTail _tail = tail;
    private readonly int _rows = height / 2;
    private readonly int _columns = width / 2 * 2;
    private readonly int _width = width;
    private readonly int _pixels = height * width;

    /// <summary>Values that leave.</summary>
    public int Outputs => _tail == NormTail.ReluAverage ? _rows * _columns / 2 : _pixels;

    /// <summary>What leaves for an x.</summary>
    /// <param name="to">Its place.</param>
    /// <param name="x">The channel.</param>
    /// <param name="a">Scale.</param>
    /// <param name="b">Shift.</param>
    /// <param name="scratch">As large as the channel.</param>
    public void Forward(float* to, float* x, float a, float b, float* scratch)
    {
        switch (_tail)
        {
            case NormTail.None:
                Lanes.Affine(to, x, _pixels, a, b);
                break;
            case NormTail.Relu:
                Relu(to, x, a, b);
                break;
            default:
                for (var i = 0; i < _rows; i++) AddRows(scratch + i * _columns, x + 2 * i * _width, a, b);
                Lanes.Halve(to, scratch, Outputs);
                break;
        }
    }

    /// <summary>What arrives at y when g arrives at what leaves.</summary>
    /// <param name="to">Its place, as large as the channel.</param>
    /// <param name="g">As many values as leave.</param>
    /// <param name="x">The channel.</param>
    /// <param name="a">Scale.</param>
    /// <param name="b">Shift.</param>
    /// <param name="scratch">As large as the channel.</param>
    public void Spread(float* to, float* g, float* x, float a, float b, float* scratch)
    {
        if (_tail != NormTail.ReluAverage)
        {
            Where(to, g, x, _pixels, a, b);
            return;
        }

        Lanes.Double(scratch, g, Outputs);
        for (var i = 0; i < 2 * _rows; i++)
        {
            var row = i * _width;
            Where(to + row, scratch + i / 2 * _columns, x + row, _columns, a, b);
            if (_columns < _width) to[row + _columns] = 0;
        }

        for (var i = 2 * _rows * _width; i < _pixels; i++) to[i] = 0;
    }

    /// <summary>The other direction: what leaves when a change v of y enters.</summary>
    /// <param name="to">Its place.</param>
    /// <param name="v">As large as the channel; its place is used for the sums of two rows.</param>
    /// <param name="x">The channel.</param>
    /// <param name="a">Scale.</param>
    /// <param name="b">Shift.</param>
    public void Gather(float* to, float* v, float* x, float a, float b)
    {
        if (_tail != NormTail.ReluAverage)
        {
            Where(to, v, x, _pixels, a, b);
            return;
        }

        // Sums come to lie before the rows that are still to be read.
        for (var i = 0; i < _rows; i++) AddRowsWhere(v + i * _columns, v + 2 * i * _width, x + 2 * i * _width, a, b);
        Lanes.Halve(to, v, Outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Relu(float* to, float* x, float a, float b)
    {
        var i = 0;
        for (; i <= _pixels - Wide; i += Wide) Vector512.Store(Relu(Vector512.Load(x + i), a, b), to + i);
        for (; i < _pixels; i++) to[i] = Relu(x[i], a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows(float* to, float* x, float a, float b)
    {
        float* below = x + _width;
        var i = 0;
        for (; i <= _columns - Wide; i += Wide) Vector512.Store(Relu(Vector512.Load(x + i), a, b) + Relu(Vector512.Load(below + i), a, b), to + i);
        for (; i <= _columns - Half; i += Half) Vector256.Store(Relu(Vector256.Load(x + i), a, b) + Relu(Vector256.Load(below + i), a, b), to + i);
        for (; i < _columns; i++) to[i] = Relu(x[i], a, b) + Relu(below[i], a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRowsWhere(float* to, float* v, float* x, float a, float b)
    {
        float* below = x + _width, under = v + _width;
        var i = 0;
        for (; i <= _columns - Wide; i += Wide)
        {
            var (one, other) = (Vector512.Load(v + i), Vector512.Load(under + i));
            Vector512.Store(Where(one, Vector512.Load(x + i), a, b) + Where(other, Vector512.Load(below + i), a, b), to + i);
        }

        for (; i <= _columns - Half; i += Half)
        {
            var (one, other) = (Vector256.Load(v + i), Vector256.Load(under + i));
            Vector256.Store(Where(one, Vector256.Load(x + i), a, b) + Where(other, Vector256.Load(below + i), a, b), to + i);
        }

        for (; i < _columns; i++) to[i] = Where(v[i], x[i], a, b) + Where(under[i], below[i], a, b);
    }

    /// <summary>v where a·x + b is above zero, else zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Where(float* to, float* v, float* x, int count, float a, float b)
    {
        var i = 0;
        for (; i <= count - Wide; i += Wide) Vector512.Store(Where(Vector512.Load(v + i), Vector512.Load(x + i), a, b), to + i);
        for (; i <= count - Half; i += Half) Vector256.Store(Where(Vector256.Load(v + i), Vector256.Load(x + i), a, b), to + i);
        for (; i < count; i++) to[i] = Where(v[i], x[i], a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Relu(Vector512<float> x, float a, float b)
    {
        var y = x * a + Vector512.Create(b);
        return Vector512.ConditionalSelect(Vector512.LessThanOrEqual(y, Vector512<float>.Zero), Vector512<float>.Zero, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Relu(Vector256<float> x, float a, float b)
    {
        var y = x * a + Vector256.Create(b);
        return Vector256.ConditionalSelect(Vector256.LessThanOrEqual(y, Vector256<float>.Zero), Vector256<float>.Zero, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Relu(float x, float a, float b)
    {
        var y = x * a + b;
        return y <= 0 ? 0 : y;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Where(Vector512<float> v, Vector512<float> x, float a, float b) =>
        Vector512.ConditionalSelect(Vector512.LessThanOrEqual(x * a + Vector512.Create(b), Vector512<float>.Zero), Vector512<float>.Zero, v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Where(Vector256<float> v, Vector256<float> x, float a, float b) =>
        Vector256.ConditionalSelect(Vector256.LessThanOrEqual(x * a + Vector256.Create(b), Vector256<float>.Zero), Vector256<float>.Zero, v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Where(float v, float x, float a, float b) => x * a + b <= 0 ? 0 : v;
}
