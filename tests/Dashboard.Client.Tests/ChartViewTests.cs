using Dashboard.Client.Charts;

namespace Dashboard.Client.Tests;

public sealed class ChartViewTests
{
    [Fact]
    public void A_view_survives_its_address()
    {
        var view = new ChartView { LogX = true, LogY = true, HideMarks = true, AllPoints = true, Smoothing = 0.6, From = 10, To = 200 };
        Assert.Equal(view, ChartView.Parse(view.ToQuery()));
        foreach (var axis in Enum.GetValues<ChartAxis>())
        {
            foreach (var smoother in Enum.GetValues<ChartSmoother>())
            {
                var other = new ChartView { Axis = axis, Smoother = smoother, Smoothing = 0.25, From = -0.125, To = 1.7e9 };
                Assert.Equal(other, ChartView.Parse(other.ToQuery()));
            }
        }
    }

    [Fact]
    public void An_address_of_an_earlier_version_still_zooms() =>
        Assert.Equal(new ChartView { LogY = true, Smoothing = 0.6, From = 10, To = 200 }, ChartView.Parse("ys0.60z10-200"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("z5-2")]
    [InlineData("z5_2")]
    [InlineData("zNaN_2")]
    [InlineData("-")]
    [InlineData("snonsense")]
    public void Anything_else_is_the_plain_view(string? text) => Assert.Equal(new ChartView(), ChartView.Parse(text));

    [Fact]
    public void The_plain_view_leaves_the_address_alone() => Assert.Null(new ChartView().ToQuery());
}
