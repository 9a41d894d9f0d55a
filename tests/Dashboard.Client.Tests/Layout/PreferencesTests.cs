using Dashboard.Client.Layout;

namespace Dashboard.Client.Tests.Layout;

public sealed class PreferencesTests
{
    [Fact]
    public void Without_a_cookie_everything_has_its_default_and_the_browser_must_be_asked()
    {
        var wishes = Read(null);
        Assert.Equal(("system", "comfortable", "browser", true), (wishes.Theme, wishes.Density, wishes.ZoneChoice, wishes.SingleKeys));
        Assert.Equal(TimeZoneInfo.Utc, wishes.Zone);
        Assert.Null(wishes.Dark);
        Assert.False(wishes.IsKnown);
    }

    [Theory]
    [InlineData("theme:dark|dark:0|local:UTC", true)]
    [InlineData("theme:light|dark:1|local:UTC", false)]
    [InlineData("theme:system|dark:1|local:UTC", true)]
    [InlineData("dark:0|local:UTC", false)]
    public void A_chosen_theme_goes_before_the_wish_of_the_system(string cookie, bool dark)
    {
        Assert.Equal(dark, Read(cookie).Dark);
        Assert.True(Read(cookie).IsKnown);
    }

    [Fact]
    public void A_chosen_zone_goes_before_that_of_the_browser()
    {
        Assert.Equal(TimeSpan.FromHours(9), Read("local:Asia/Tokyo").Zone.BaseUtcOffset);
        Assert.Equal(TimeSpan.FromHours(9), Read("zone:Asia/Tokyo|local:UTC").Zone.BaseUtcOffset);
        Assert.Equal("Asia/Tokyo", Read("zone:Asia/Tokyo|local:UTC").ZoneChoice);
    }

    [Theory]
    [InlineData("theme:<script>|zone:../../etc/passwd|density:huge|dark:2|local:")]
    [InlineData("|||:::|theme|zone:|:dark")]
    [InlineData("theme:dark:light")]
    public void What_makes_no_sense_has_its_default(string cookie)
    {
        var wishes = Read(cookie);
        Assert.Equal(("system", "comfortable", "browser"), (wishes.Theme, wishes.Density, wishes.ZoneChoice));
        Assert.Equal(TimeZoneInfo.Utc, wishes.Zone);
    }

    private static Preferences Read(string? cookie)
    {
        var wishes = new Preferences();
        wishes.Read(cookie);
        return wishes;
    }
}
