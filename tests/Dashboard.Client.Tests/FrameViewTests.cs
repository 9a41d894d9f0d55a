using Contracts;
using Dashboard.Client.Features.Runs;

namespace Dashboard.Client.Tests;

public sealed class FrameViewTests
{
    [Fact]
    public void A_view_survives_its_address()
    {
        var view = new FrameView { Colours = FrameColours.Signed, Class = 3, Zoom = 4, Other = 50, Image = 17 };
        Assert.Equal(view, FrameView.Parse(view.ToQuery()));
        Assert.Null(new FrameView().ToQuery());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("m9")]
    [InlineData("z5")]
    [InlineData("c-1.q.i.o99999999999")]
    public void What_it_cannot_read_is_left_out(string? text) => Assert.Equal(new FrameView(), FrameView.Parse(text));

    [Fact]
    public void A_picture_is_the_stored_one_where_that_is_what_is_asked_for()
    {
        var run = Pages.Id(1);
        Assert.Equal($"api/v1/runs/{run}/synthetic-sets/5.png", new FrameView().Address(run, "5"));
        Assert.Equal($"api/v1/runs/{run}/synthetic-sets/5/view.png?colours=pixels&class=2", new FrameView { Class = 2 }.Address(run, "5"));
        Assert.Equal(
            $"api/v1/runs/{run}/synthetic-sets/{{0}}/view.png?colours=trained", new FrameView { Colours = FrameColours.Trained }.Address(run, "{0}"));
    }
}
