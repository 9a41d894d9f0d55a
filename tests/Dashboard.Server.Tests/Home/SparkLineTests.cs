using Dashboard.Server.Home;

namespace Dashboard.Server.Tests.Home;

public sealed class SparkLineTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(SparkLine.Most)]
    [InlineData(SparkLine.Most + 1)]
    [InlineData(10_000)]
    public void However_many_values_come_the_extremes_stay(int count)
    {
        var line = new SparkLine();
        for (var i = 0; i < count; i++) line.Add(i, i == count / 2 ? 1e6 : i == count / 3 ? -1e6 : i);
        var points = line.Points;
        Assert.InRange(points.Count, Math.Min(count, SparkLine.Most / 2), SparkLine.Most);
        Assert.Equal(1e6, points.Max(point => point.High));
        Assert.Equal(-1e6, points.Min(point => point.Low));
        Assert.Equal(points.Select(point => point.X).Order(), points.Select(point => point.X));
        Assert.All(points, point => Assert.True(point.Low <= point.High));
    }
}
