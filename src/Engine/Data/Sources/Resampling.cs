namespace Engine.Data.Sources;

/// <summary>Resizes planes with a triangle filter as wide as the reduction, so that fine detail is averaged and not aliased.</summary>
/// <remarks>
/// The same filter as Pillow's BILINEAR: support is one output pixel when shrinking, one input pixel when enlarging. Edges are
/// renormalised.
/// </remarks>
internal static class Resampling
{
    /// <summary>What it does, for the notes of a set.</summary>
    public const string Told = "cropped to the centre square and resized with an antialiased triangle filter";

    /// <summary>The centre square of an image, resized to a side.</summary>
    public static byte[] Square(ReadOnlySpan<byte> planes, int channels, int height, int width, int side)
    {
        var crop = Math.Min(height, width);
        var (top, left) = ((height - crop) / 2, (width - crop) / 2);
        var weights = Weights(crop, side);
        var result = new byte[channels * side * side];
        var rows = new float[crop * side];
        for (var c = 0; c < channels; c++)
        {
            var plane = planes.Slice(c * height * width, height * width);
            for (var y = 0; y < crop; y++)
            {
                var row = plane.Slice(((top + y) * width) + left, crop);
                for (var x = 0; x < side; x++) rows[(y * side) + x] = Weighted(weights[x], row);
            }

            Columns(rows, weights, side, result.AsSpan(c * side * side));
        }

        return result;
    }

    private static void Columns(float[] rows, (int Start, float[] Weights)[] weights, int side, Span<byte> target)
    {
        for (var y = 0; y < side; y++)
        {
            var (start, taps) = weights[y];
            for (var x = 0; x < side; x++)
            {
                var sum = 0f;
                for (var i = 0; i < taps.Length; i++) sum += taps[i] * rows[((start + i) * side) + x];
                target[(y * side) + x] = (byte)Math.Clamp(sum + 0.5f, 0, 255);
            }
        }
    }

    private static float Weighted((int Start, float[] Weights) taps, ReadOnlySpan<byte> row)
    {
        var sum = 0f;
        for (var i = 0; i < taps.Weights.Length; i++) sum += taps.Weights[i] * row[taps.Start + i];
        return sum;
    }

    private static (int Start, float[] Weights)[] Weights(int from, int to)
    {
        var scale = (double)from / to;
        var support = Math.Max(1, scale);
        var all = new (int, float[])[to];
        for (var i = 0; i < to; i++)
        {
            var centre = (i + 0.5) * scale;
            var start = Math.Max(0, (int)Math.Floor(centre - support + 0.5));
            var end = Math.Min(from, (int)Math.Floor(centre + support + 0.5));
            var taps = new double[end - start];
            for (var j = 0; j < taps.Length; j++) taps[j] = Math.Max(0, 1 - (Math.Abs(start + j + 0.5 - centre) / support));
            var sum = taps.Sum();
            all[i] = (start, [.. taps.Select(tap => (float)(tap / sum))]);
        }

        return all;
    }
}
