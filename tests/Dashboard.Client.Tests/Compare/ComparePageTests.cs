using Bunit;
using Contracts;
using Microsoft.AspNetCore.Components.Web;
using static Dashboard.Client.Tests.Compare.Contest;

namespace Dashboard.Client.Tests.Compare;

public sealed class ComparePageTests
{
    [Fact]
    public async Task Without_runs_the_page_asks_for_two()
    {
        await using var context = Pages.Context(ThreeRuns());
        var page = Open(context, "");

        Assert.Equal("Choose at least two runs", page.Find("section.empty h2").TextContent);
        Assert.Empty(page.FindAll("nav.tabs"));
        Assert.NotNull(page.Find("#compare-search"));
    }

    [Fact]
    public async Task Unknown_ids_are_told_and_skipped_and_taken_out_on_request()
    {
        await using var context = Pages.Context(ThreeRuns());
        var page = Open(context, $"?runs={First},{Pages.Id(99)},nonsense,{Second}");

        Assert.Contains($"{Pages.Id(99)}, nonsense", page.Find(".compare-told").TextContent, StringComparison.Ordinal);
        Assert.Equal(["A", "C"], page.FindAll(".compare-chip a strong").Select(letter => letter.TextContent));     // marks keep their place
        page.Find(".compare-told button").Click();
        Assert.EndsWith($"?runs={First},{Second}", Address(context), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".compare-told"));
    }

    [Fact]
    public async Task More_than_twelve_runs_are_refused_with_words()
    {
        var rows = Enumerable.Range(1, 13).Select(number => Pages.Row(number, $"Run {number}")).ToArray();
        await using var context = Pages.Context(new RememberedRuns(rows));
        var page = Open(context, Query([.. rows.Select(row => row.Id)]));

        Assert.Contains("At most 12 runs", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("nav.tabs"));
        Assert.Equal(13, page.FindAll(".compare-chip").Count);
    }

    [Fact]
    public async Task A_run_is_found_and_added_by_keyboard()
    {
        await using var context = Pages.Context(ThreeRuns());
        var page = Open(context, Query(First));

        page.Find("#compare-search").Input("d");        // "Second", "Third"
        Assert.Equal(2, page.FindAll("[role=option]").Count);
        page.Find("#compare-search").KeyDown(new KeyboardEventArgs { Key = "ArrowDown" });
        Assert.Equal("compare-found-1", page.Find("#compare-search").GetAttribute("aria-activedescendant"));
        var chosen = page.Find("[role=option][aria-selected=true] span").TextContent;
        page.Find("#compare-search").KeyDown(new KeyboardEventArgs { Key = "Enter" });

        Assert.Equal(chosen, page.FindAll(".compare-chip a")[1].TextContent.Split(' ', 2)[1]);
        Assert.NotEmpty(page.FindAll("nav.tabs"));
        Assert.Empty(page.FindAll("[role=option]"));
    }

    [Fact]
    public async Task Runs_are_moved_removed_and_one_is_the_base_by_the_address_alone()
    {
        await using var context = Pages.Context(ThreeRuns());
        var page = Open(context, Query(First, Second, Third) + "&tab=params");
        Assert.Equal("true", page.FindAll(".compare-chip .chip-button")[0].GetAttribute("aria-pressed"));

        page.Find("[aria-label='Move Third forward']").Click();
        Assert.Contains($"runs={First},{Third},{Second}", Address(context), StringComparison.Ordinal);
        page.Find("[aria-label='Take Third as the base']").Click();
        Assert.Contains($"base={Third}", Address(context), StringComparison.Ordinal);
        Assert.Contains("Base", page.FindAll("thead th[data-run]")[1].TextContent, StringComparison.Ordinal);
        page.Find("[aria-label='Remove First from the comparison']").Click();
        Assert.Contains($"runs={Third},{Second}", Address(context), StringComparison.Ordinal);
        Assert.Contains("tab=params", Address(context), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_run_is_read_again_and_another_is_not()
    {
        var runs = ThreeRuns();
        await using var context = Pages.Context(runs);
        var page = Open(context, Query(First, Second) + "&tab=matrix");
        runs.States[Second] = runs.States[Second] with { Summary = runs.States[Second].Summary with { Status = RunStatus.Failed } };

        runs.Tell(Pages.Row(3, "Third"));
        runs.Tell(runs.States[Second].Summary);

        page.WaitForAssertion(() => Assert.Contains("Failed", page.FindAll(".compare-chip")[1].TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(20));
    }
}
