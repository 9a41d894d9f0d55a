using Bunit;
using Dashboard.Client.Layout;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests.Layout;

public sealed class WhenTests
{
    [Fact]
    public async Task A_time_is_shown_in_the_chosen_zone_with_utc_beside_it()
    {
        await using var context = Pages.Context();
        context.Services.GetRequiredService<Preferences>().Read("zone:Asia/Tokyo");
        var time = context.Render<When>(when => when.Add(part => part.At, Pages.Start).Add(part => part.Format, "HH:mm")).Find("time");
        Assert.Equal("12:04", time.TextContent);
        Assert.Equal("2030-01-02 03:04:05 UTC", time.GetAttribute("title"));
        Assert.Equal("2030-01-02T03:04:05.0000000Z", time.GetAttribute("datetime"));
    }

    [Fact]
    public async Task No_time_is_told_as_such()
    {
        await using var context = Pages.Context();
        Assert.Equal("–", context.Render<When>(when => when.Add(part => part.At, null)).Markup.Trim());
    }
}
