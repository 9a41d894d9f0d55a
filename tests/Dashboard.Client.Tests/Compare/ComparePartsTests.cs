using Bunit;
using Contracts;
using Dashboard.Client.Charts;
using Dashboard.Client.Doors;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Client.Tests.Compare.Contest;

namespace Dashboard.Client.Tests.Compare;

/// <summary>What stands under each tab.</summary>
public sealed class ComparePartsTests
{
    [Fact]
    public async Task Curves_have_a_line_for_each_run_that_measures_in_its_own_colour()
    {
        await using var context = Pages.Context(ThreeRuns());
        var page = Open(context, Query(Third, First, Second));

        var loss = page.FindComponents<LiveChart>().Single(chart => chart.Instance.Title == "Matching loss").Instance;
        Assert.Equal([Third, First, Second], loss.Feeds.Select(feed => feed.Run!.Value));
        Assert.Equal([0, 1, 2], loss.Feeds.Select(feed => feed.Colour));
        Assert.Equal(3, loss.Feeds.Select(feed => feed.Dash is null ? "" : string.Join(' ', feed.Dash)).Distinct().Count());
        var accuracy = page.FindComponents<LiveChart>().Single(chart => chart.Instance.Title == "Accuracy during the run").Instance;
        Assert.Equal([0, 1, 1], accuracy.Lines.Select(line => line.Y.Count));       // the third run was not judged
        Assert.Equal(0.55, accuracy.Lines[1].Y[0], 12);
    }

    [Fact]
    public async Task A_chart_is_taken_out_and_says_which_runs_lack_its_measure()
    {
        await using var context = Pages.Context(ThreeRuns());
        var page = Open(context, Query(First, Second) + "&charts=own/1");

        Assert.Equal("own/1", Assert.Single(page.FindComponents<LiveChart>()).Instance.Title);
        Assert.Contains("Without this measure: B.", page.Markup, StringComparison.Ordinal);
        page.FindAll(".choices button").Single(button => button.TextContent == "own/1").Click();
        Assert.Empty(page.FindComponents<LiveChart>());
        Assert.Contains("No chart is chosen.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_show_what_differs_and_the_rest_on_request()
    {
        await using var context = Pages.Context(ThreeRuns());
        var page = Open(context, Query(First, Second, Third) + "&tab=params");

        Assert.Equal(["method.options.imagesPerClass", "seed"], page.FindAll("tbody th code").Select(name => name.TextContent));
        Assert.StartsWith("2 of ", page.Find(".filters [role=status]").TextContent, StringComparison.Ordinal);
        Assert.Equal([false, true, false], page.FindAll("tbody tr")[0].QuerySelectorAll("td").Select(cell => cell.ClassList.Contains("differs")));
        page.Find(".filters input[type=checkbox]").Change(true);
        Assert.True(page.FindAll("tbody tr").Count > 20);
        page.Find(".filters input[type=search]").Input("momentum");
        Assert.Equal("evaluation.momentum", Assert.Single(page.FindAll("tbody th code")).TextContent);
        page.WaitForAssertion(() => Assert.Contains("q=momentum", Address(context), StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        Assert.Contains("evaluation.momentum", Uri.UnescapeDataString(page.Find("a[download]").GetAttribute("href")!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_matrix_shows_values_and_differences_with_their_interval()
    {
        await using var context = Pages.Context(ThreeRuns());
        var page = Open(context, Query(First, Second) + "&tab=matrix");
        Assert.Equal(["55.0 ± 5.0 (2)", "60.0 ± 5.0 (2)"], page.FindAll("tbody td").Select(cell => cell.TextContent.Trim()));

        page.FindAll(".toggle button").Single(button => button.TextContent == "A − B").Click();

        Assert.Contains("mode=difference", Address(context), StringComparison.Ordinal);
        var cell = Assert.Single(page.FindAll("tbody td"));
        Assert.Equal("+5.0+5.0 to +5.0 (n = 2)", string.Join(' ', cell.TextContent.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains("more", cell.ClassList);
    }

    [Fact]
    public async Task Images_stand_at_one_iteration_and_the_nearest_frame_is_told()
    {
        await using var context = Pages.Context(ThreeRuns());
        var page = Open(context, Query(First, Second) + "&tab=images&step=50");

        Assert.Equal(["50", "0"], page.FindAll("img.pixels").Select(image => image.GetAttribute("data-iteration")));
        Assert.Equal("nearest stored: after iteration 0", page.Find(".inexact").TextContent.Trim());
        page.Find(".compare-slider input").Input("2");
        page.WaitForAssertion(() => Assert.DoesNotContain("step=", Address(context), StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        Assert.Equal(["100", "100"], page.FindAll("img.pixels").Select(image => image.GetAttribute("data-iteration")));
        Assert.Empty(page.FindAll(".inexact"));
    }

    [Fact]
    public async Task One_image_of_one_class_is_cut_out_of_each_picture()
    {
        await using var context = Pages.Context(ThreeRuns());
        var page = Open(context, Query(First, Second) + "&tab=images&class=dog&index=3");

        Assert.Contains("This run has 2 images per class.", page.FindAll("figure")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("--w:24px;--h:24px;--x:-48px;--y:-24px", Assert.Single(page.FindAll(".crop")).GetAttribute("style"));
    }

    [Fact]
    public async Task Two_runs_stand_under_a_divider_that_a_keyboard_moves()
    {
        await using var context = Pages.Context(ThreeRuns());
        var page = Open(context, Query(First, Second, Third) + $"&tab=images&way=swipe&left={Second}&right={First}");

        Assert.Equal(2, page.FindAll(".swipe img").Count);
        Assert.Equal("Divider between B · Second and A · First", page.Find(".swipe input[type=range]").GetAttribute("aria-label"));
        page.FindAll("select").Single(select => select.ParentElement!.TextContent.Contains("Left", StringComparison.Ordinal)).Change(Third.Value);
        Assert.Contains("One of the two has no such image.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_point_stands_for_each_run_that_has_both_numbers()
    {
        await using var context = Pages.Context(ThreeRuns());
        var page = Open(context, Query(First, Second, Third) + "&tab=scatter&x=method.options.imagesPerClass");

        Assert.Equal(2, page.FindAll(".plot-point").Count);
        Assert.Equal(2, page.FindAll(".plot-point .whisker").Count);
        Assert.Contains("Not drawn for want of a number: C.", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["1", "10"], page.FindAll("tbody tr td:nth-child(2)").Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task The_front_is_named()
    {
        await using var context = Pages.Context(ThreeRuns());
        var page = Open(context, Query(First, Second) + "&tab=pareto");

        Assert.Contains("On the front: A · First, B · Second.", page.FindAll(".compare-plot .help")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll(".compare-plot")[0].QuerySelectorAll(".plot-point").Length);
    }

    [Fact]
    public async Task An_axis_is_turned_over_by_its_button()
    {
        await using var context = Pages.Context(ThreeRuns());
        var page = Open(context, Query(First, Second) + "&tab=parallel&fields=seed,accuracy");
        string[] Paths() => [.. page.FindAll(".parallel-run > path:first-of-type").Select(path => path.GetAttribute("d")!)];
        var before = Paths();

        page.Find("[aria-label^='Turn the axis Accuracy']").Click();

        Assert.Contains("flip=accuracy", Address(context), StringComparison.Ordinal);
        Assert.Equal(before[0].Split(' ')[^1], Paths()[1].Split(' ')[^1]);      // the lower one is the higher one now
        Assert.NotEqual(before, Paths());
    }

    [Fact]
    public async Task Costs_are_told_beside_their_ratio_and_their_sum()
    {
        await using var context = Pages.Context(ThreeRuns());
        var comparison = (RememberedComparison)context.Services.GetRequiredService<IComparison>();
        comparison.Costs[First] = RunCost.None with { JudgingSeconds = 10 };
        comparison.Costs[Second] = RunCost.None with { JudgingSeconds = 25 };
        comparison.Bytes[Second] = 2048;
        var page = Open(context, Query(First, Second) + "&tab=cost");

        Assert.Equal(["10.0 s", "25.0 s× 2.50", "35.0 s"], Row(page, "Wall time judging"));
        Assert.Equal(["–", "2.0 KiB", "2.0 KiB1 of 2 runs"], Row(page, "Bytes stored"));
        Assert.DoesNotContain("Floating-point", page.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Row(IRenderedComponent<Dashboard.Client.Features.Compare.ComparePage> page, string title) => page.FindAll("tbody tr")
        .Single(row => row.QuerySelector("th")!.TextContent == title).QuerySelectorAll("td")
        .Select(cell => string.Join(' ', cell.TextContent.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)));
}
