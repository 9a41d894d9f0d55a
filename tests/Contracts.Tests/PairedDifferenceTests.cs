using Contracts;

namespace Contracts.Tests;

public sealed class PairedDifferenceTests
{
    [Fact]
    public void None_and_one_have_no_interval()
    {
        Assert.Null(PairedDifference.Of([]));
        Assert.Equal(new PairedDifference(0.25, null, null, 1), PairedDifference.Of([0.25]));
    }

    [Fact]
    public void The_interval_is_Students()
    {
        // Mean 2, deviation 1 (sample), t(2) = 4.303: half width 4.303/√3.
        var difference = PairedDifference.Of([1, 2, 3])!;
        Assert.Equal((2, 3), (difference.Mean, difference.Count));
        Assert.Equal(2 - 4.303 / Math.Sqrt(3), difference.Lower!.Value, 9);
        Assert.Equal(2 + 4.303 / Math.Sqrt(3), difference.Upper!.Value, 9);
    }

    [Theory]
    [InlineData(2, 12.706)]
    [InlineData(5, 2.776)]
    [InlineData(11, 2.228)]
    [InlineData(31, 2.042)]
    [InlineData(32, 2.0395)]
    [InlineData(41, 2.0211)]
    [InlineData(61, 2.0003)]
    [InlineData(101, 1.9840)]
    public void Quantiles_are_those_of_the_tables(int pairs, double quantile)
    {
        // Alternating ±1 and a last 0 where needed: the deviation is known.
        var values = Enumerable.Range(0, pairs).Select(i => pairs % 2 == 1 && i == pairs - 1 ? 0.0 : i % 2 == 0 ? 1 : -1).ToList();
        var deviation = Math.Sqrt((pairs - pairs % 2) / (pairs - 1.0));
        var difference = PairedDifference.Of(values)!;
        Assert.Equal(0, difference.Mean, 12);
        Assert.Equal(quantile, difference.Upper!.Value * Math.Sqrt(pairs) / deviation, 4e-4);
        Assert.Equal(-difference.Upper.Value, difference.Lower!.Value, 12);
    }

    [Fact]
    public void Equal_differences_leave_no_doubt()
    {
        var difference = PairedDifference.Of([0.5, 0.5, 0.5])!;
        Assert.Equal((0.5, 0.5, 0.5), (difference.Mean, difference.Lower!.Value, difference.Upper!.Value));
    }
}
