using Dashboard.Client.Charts;

namespace Dashboard.Client.Tests;

public sealed class ChartViewTests
{
    [Fact]
    public void A_view_survives_its_address()
    {
        var view = new ChartView { LogX = true, LogY = true, HideMarks = true, Smoothing = 0.6, From = 10, To = 200 };
        Assert.Equal(view, ChartView.Parse(view.ToQuery()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("z5-2")]
    [InlineData("snonsense")]
    public void Anything_else_is_the_plain_view(string? text) => Assert.Equal(new ChartView(), ChartView.Parse(text));

    [Fact]
    public void The_plain_view_leaves_the_address_alone() => Assert.Null(new ChartView().ToQuery());
}
