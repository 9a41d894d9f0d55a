using CsCheck;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Tests.Runs;

public sealed class ThinningTests
{
    /// <summary>Rising iterations with jumps, and values of which some are no number.</summary>
    private static readonly Gen<(int[] X, double[] Y)> Curves = Gen
        .Select(Gen.Int[1, 60], Gen.Frequency((30, Gen.Double[-1e6, 1e6]), (1, Gen.Bool.Select(odd => odd ? double.NaN : double.PositiveInfinity))))
        .Array[1, 3000]
        .Select(steps =>
        {
            var x = 0;
            return (steps.Select(step => x += step.Item1).ToArray(), steps.Select(step => step.Item2).ToArray());
        });

    [Fact]
    public void Of_each_bucket_first_lowest_highest_last_and_a_hole_stay_within_the_budget() =>
        Gen.Select(Curves, Gen.Int[8, 500]).Sample((curve, most) =>
        {
            var (x, y) = curve;
            var width = Buckets.Width(x, y, most);
            var kept = Buckets.Keep(x, y, width);
            Assert.True(width == 1 || kept.Count <= most, $"{kept.Count} of {most}");
            Assert.Equal(0, width & (width - 1));
            Assert.Equal(kept.Order().Distinct(), kept);
            foreach (var bucket in Enumerable.Range(0, x.Length).GroupBy(i => x[i] / width))
            {
                var there = kept.Where(i => x[i] / width == bucket.Key).ToHashSet();
                Assert.Subset(there, new HashSet<int> { bucket.First(), bucket.Last() });
                var finite = bucket.Where(i => double.IsFinite(y[i])).ToList();
                Assert.Equal(finite.Count < bucket.Count(), there.Any(i => !double.IsFinite(y[i])));
                if (finite.Count == 0) continue;
                Assert.Contains(there, i => y[i].Equals(finite.Max(j => y[j])));
                Assert.Contains(there, i => y[i].Equals(finite.Min(j => y[j])));
                Assert.True(there.Count <= 5);
            }
        });

    [Fact]
    public void A_point_more_changes_the_last_bucket_only() =>
        Curves.Where(curve => curve.X.Length > 1).Sample(curve =>
        {
            var (x, y) = curve;
            var width = Buckets.Width(x, y, 100);
            var before = Buckets.Keep(x.AsSpan(..^1), y.AsSpan(..^1), width);
            var after = Buckets.Keep(x, y, width);
            var last = x[^1] / width;
            Assert.Equal(before.Where(i => x[i] / width != last), after.Where(i => x[i] / width != last));
        });

    [Fact]
    public void What_was_thinned_can_be_thinned_again_with_the_same_result() =>
        Curves.Sample(curve =>
        {
            var (x, y) = curve;
            var fine = Buckets.Keep(x, y, 16);
            int[] fineX = [.. fine.Select(i => x[i])];
            double[] fineY = [.. fine.Select(i => y[i])];
            var twice = Buckets.Keep(fineX, fineY, 64).Select(i => (fineX[i], fineY[i]));
            var once = Buckets.Keep(x, y, 64).Select(i => (x[i], y[i]));
            Assert.Equal(once, twice);
        });

    [Fact]
    public void A_spike_in_a_long_flat_series_is_kept()
    {
        int[] x = [.. Enumerable.Range(1, 100_000)];
        var values = new double[100_000];
        values[77_777] = 3;
        Assert.Contains(77_777, Buckets.Keep(x, values, Buckets.Width(x, values, 100)));
    }

    [Fact]
    public void A_measurement_made_again_replaces_what_came_after_it()
    {
        var column = new SeriesColumn("a");
        foreach (var (x, y) in new[] { (1, 1.0), (2, 2.0), (3, 3.0), (2, 20.0), (3, double.NaN) }) column.Add(x, y, 1000 * x);
        var points = column.Thinned(SeriesQuery.Of(["a"], null, null, null), 9);
        Assert.Equal([1, 2, 3], points.X);
        Assert.Equal([1.0, 20.0, double.NaN], points.Y);
        Assert.Equal((3, 1, 1, 9L), (points.Total, points.Width, points.Holes, points.LastSeq));
        Assert.Equal([2], column.Thinned(SeriesQuery.Of(["a"], null, 2, 2), 9).X);
        Assert.Empty(column.Thinned(SeriesQuery.Of(["a"], null, 3, 1), 9).X);
    }
}
