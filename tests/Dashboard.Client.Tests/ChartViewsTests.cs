using Dashboard.Client.Charts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests;

public sealed class ChartViewsTests
{
    private static readonly ChartView Smooth = new() { Smoothing = 0.5 };

    [Fact]
    public void A_chart_without_settings_of_its_own_is_looked_at_as_all_are()
    {
        using var context = Pages.Context();
        var views = Views(context);
        views.KeepAll(Smooth);
        Assert.Equal(Smooth, views.Of("loss", "run"));
        Assert.False(views.AnyDiffers);
        views.Keep("loss", "run", Smooth with { LogY = true });
        Assert.True(views.AnyDiffers);
        Assert.Equal(Smooth with { LogY = true }, views.Of("loss", "run"));
        Assert.Equal(Smooth, views.Of("speed", "run"));
        views.Keep("loss", "run", new ChartView());
        Assert.Equal(new ChartView(), views.Of("loss", "run"));
        views.KeepAll(Smooth with { LogX = true });
        Assert.Equal(Smooth with { LogX = true }, views.Of("loss", "run"));
        Assert.False(views.AnyDiffers);
    }

    [Fact]
    public void A_zoom_is_the_groups_on_one_axis()
    {
        using var context = Pages.Context();
        var views = Views(context);
        views.Keep("loss", "run", new ChartView { From = 10, To = 20.5 });
        Assert.Equal(new ChartView { From = 10, To = 20.5 }, views.Of("speed", "run"));
        Assert.Equal(new ChartView(), views.Of("experts", "epochs"));
        Assert.False(views.AnyDiffers);
        views.Keep("speed", "run", new ChartView { Axis = ChartAxis.Relative, From = 1, To = 2 });
        Assert.Null(views.Of("loss", "run").From);
        Assert.Equal(1, views.Of("speed", "run").From);
        views.Keep("speed", "run", new ChartView { Axis = ChartAxis.Relative });
        Assert.Null(views.Of("speed", "run").From);
    }

    private static ChartViews Views(Bunit.BunitContext context) => new(context.Services.GetRequiredService<NavigationManager>());
}
