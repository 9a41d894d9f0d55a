using Contracts;
using Dashboard.Client.Features.Queue;

namespace Dashboard.Client.Tests.Queue;

public sealed class TimelinePlanTests
{
    private static readonly DateTimeOffset Now = Pages.Start;

    [Fact]
    public void Past_present_and_forecast_stand_where_their_times_are()
    {
        var waiting = new QueuePlace(Pages.Row(2, "Next"), Now, Now.AddHours(4), Now.AddHours(8), 3);
        var current = new QueuePlace(Pages.Row(1, "Now") with { Status = RunStatus.Running }, Now, Now.AddHours(-1), Now.AddHours(4), 3);
        var plan = TimelinePlan.Of([Line(current, waiting)], [Stretch(-30, -12), Stretch(-40, -25)], Now);

        Assert.Equal(0.75, plan.Now, 12);
        var bars = Assert.Single(plan.Rows).Bars;
        Assert.Equal([(0, 0.375), (0.75, 0.125), (0.875, 0.125)], bars.Select(bar => (Math.Round(bar.Left, 9), Math.Round(bar.Width, 9))));
        Assert.Equal([false, true, true], bars.Select(bar => bar.IsForetold));
        Assert.Equal($"runs/{Pages.Id(2)}", bars[2].Address);
    }

    [Fact]
    public void Nothing_is_drawn_for_what_is_not_foretold() => Assert.Empty(Assert.Single(TimelinePlan.Of(
        [Line(null, new QueuePlace(Pages.Row(2, "Next"), Now, null, null, 0))], [], Now).Rows).Bars);

    [Fact]
    public void What_is_too_much_to_draw_is_counted()
    {
        var plan = TimelinePlan.Of([Line(null)], [.. Enumerable.Range(0, 1000).Select(_ => Stretch(-2, -1))], Now);
        Assert.Equal(1000, plan.Rows[0].Bars.Count + plan.Left);
        Assert.True(plan.Left > 0);
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Asia/Tokyo")]
    [InlineData("Asia/Kolkata")]
    public void Ticks_are_full_hours_of_the_zone_within_the_picture(string zone)
    {
        var chosen = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var plan = TimelinePlan.Of([Line(null)], [], Now);
        var hours = plan.Hours(chosen);
        Assert.InRange(hours.Count, 4, 9);
        Assert.All(hours, hour => Assert.InRange(hour, plan.From, plan.To));
        Assert.All(hours, hour => Assert.Equal(0, TimeZoneInfo.ConvertTime(hour, chosen).Minute));
    }

    private static QueueLine Line(QueuePlace? current, params QueuePlace[] waiting) =>
        new(new DeviceDescription("cpu", "CPU", 1), QueueMode.Open, current, waiting);

    private static QueueStretch Stretch(int from, int to) => new(
        Pages.Id(7), "Past", false, new Sitting("cpu", Now.AddHours(from), Now.AddHours(from), Now.AddHours(to), RunStatus.Completed));
}
