using Bunit;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Features.Runs;
using Dashboard.Client.Features.Runs.Listing;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Dashboard.Client.Tests.Runs;

public sealed class RunsPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_changed_run_changes_its_row_and_no_other()
    {
        var runs = new RememberedRuns(Pages.Row(1, "First"), Pages.Row(2, "Second"));
        await using var context = Pages.Context(runs);
        var page = Open(context);
        var second = Rows(page)[1];
        var drawn = page.FindComponents<TableRow>().Select(row => row.RenderCount).ToList();

        runs.Rows[0] = runs.Rows[0] with { Status = RunStatus.Running, Iteration = 7, Iterations = 20 };
        runs.Tell(runs.Rows[0]);

        page.WaitForAssertion(() => Assert.Contains("7 / 20", Rows(page)[0], StringComparison.Ordinal), Patience);
        Assert.Equal(second, Rows(page)[1]);
        Assert.Equal([true, false], page.FindComponents<TableRow>().Select((row, i) => row.RenderCount > drawn[i]));
    }

    [Fact]
    public async Task A_deleted_run_leaves_the_table_at_once()
    {
        var runs = new RememberedRuns(Pages.Row(1, "First"), Pages.Row(2, "Second"));
        await using var context = Pages.Context(runs);
        var page = Open(context);

        context.Services.GetRequiredService<RememberedMetadata>().Set(new RunMeta { Id = Pages.Id(2), DeletedAt = Pages.Start });
        runs.TellDeleted(Pages.Id(2));

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tr.table-row")), Patience);
    }

    [Fact]
    public async Task New_runs_wait_behind_a_pill_while_the_table_is_sorted()
    {
        var rows = new List<RunSummary> { Pages.Row(1, "B"), Pages.Row(2, "C") };
        var runs = new GrowingRuns(rows);
        await using var context = Pages.Context(runs);
        var page = Open(context, "?sort=name");

        rows.Add(Pages.Row(3, "A"));
        runs.Tell(rows[2]);

        page.WaitForAssertion(() => Assert.Equal("1 new run", page.Find(".news-pill").TextContent), Patience);
        Assert.Equal(2, page.FindAll("tr.table-row").Count);
        page.Find(".news-pill").Click();
        page.WaitForAssertion(() => Assert.Equal(["A", "B", "C"], page.FindAll("th.name a").Select(link => link.TextContent)), Patience);
    }

    [Fact]
    public async Task A_name_is_shown_as_text()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "<img src=x onerror=alert(1)>")));
        var page = Open(context);

        Assert.Empty(page.FindAll("img"));
        Assert.Equal("<img src=x onerror=alert(1)>", page.Find("th.name a").TextContent);
    }

    [Fact]
    public async Task Without_runs_one_button_starts_the_demo()
    {
        var runs = new RememberedRuns();
        await using var context = Pages.Context(runs);
        var page = Open(context);

        page.Find("section.empty button").Click();

        Assert.Equal(SmallCatalog.Preset, Assert.Single(runs.Submitted).Name);
        Assert.EndsWith($"runs/{Pages.Id(9)}", Address(context), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clicked_cell_adds_its_condition_and_a_chip_takes_it_away()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First")));
        var page = Open(context, "?q=first");

        page.FindAll(".cell-filter").First(cell => cell.TextContent.Trim() == "demo").Click();
        Assert.Equal("first and data = \"demo\"", Query(context, "q"));
        Assert.Equal(["first", "data = \"demo\""], page.FindAll(".query-chips code").Select(chip => chip.TextContent));

        page.FindAll(".query-chips button")[0].Click();
        Assert.Equal("data = \"demo\"", Query(context, "q"));
    }

    [Fact]
    public async Task Days_say_that_they_are_counted_in_UTC()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First")));
        var page = Open(context, "?q=first and created > 2030-01-01");
        Assert.Equal(["", "UTC"], page.FindAll(".query-chips li").Select(chip => chip.QuerySelector("small")?.TextContent ?? ""));
        Assert.Contains("By Created (UTC)", page.FindAll("#runs-group option").Select(option => option.TextContent));
        Assert.EndsWith(" UTC", Dashboard.Client.Features.Runs.Listing.CellText.Day(Pages.Start), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trash_says_how_long_runs_stay_in_it()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First")));
        context.Services.GetRequiredService<RememberedMetadata>().Set(new RunMeta { Id = Pages.Id(1), DeletedAt = Pages.Start });
        Assert.Contains("removed for good 7 days after", Open(context, "?q=is:deleted").Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("removed for good", Open(context, "?q=first").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_stands_under_its_word()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First")));
        var page = Open(context, "?q=ipc+is+big");

        Assert.Equal("big", page.Find("#query-fault mark").TextContent);
        Assert.Contains("After \"is\" comes", page.Find("#query-fault").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("#runs-query").GetAttribute("aria-invalid"));
        Assert.Empty(page.FindAll("tr.table-row"));
    }

    [Fact]
    public async Task Fields_are_offered_while_a_name_is_typed()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First")));
        var page = Open(context);

        await page.Find("#runs-query").InputAsync(new ChangeEventArgs { Value = "first and acc" });
        Assert.Equal("accuracy", page.Find("#query-options li code").TextContent);
        await page.Find("#runs-query").KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "ArrowDown" });
        await page.Find("#runs-query").KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "Enter" });
        var put = context.JSInterop.Invocations.Single(call => call.Identifier == "put");
        Assert.Equal(("first and accuracy ", 19), ((string)put.Arguments[1]!, (int)put.Arguments[2]!));
    }

    [Fact]
    public async Task A_head_sorts_falling_then_rising_then_not_and_the_address_says_so()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First")));
        var page = Open(context);
        foreach (var (expected, said) in new[] { ("-accuracy", "descending"), ("accuracy", "ascending"), (null, (string?)null) })
        {
            Head(page, "Accuracy").Children[0].Click();
            Assert.Equal(expected, Query(context, "sort"));
            Assert.Equal(said, Head(page, "Accuracy").GetAttribute("aria-sort"));
        }
    }

    [Fact]
    public async Task Columns_are_added_moved_and_removed_by_buttons()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First")));
        var page = Open(context, "?cols=ipc,accuracy");

        page.FindAll(".column-found button").First(button => button.TextContent.Contains("seed", StringComparison.Ordinal)).Click();
        Assert.Equal("ipc,accuracy,seed", Query(context, "cols"));
        page.Find("button[aria-label='Move seed left']").Click();
        Assert.Equal("ipc,seed,accuracy", Query(context, "cols"));
        page.Find("button[aria-label='Remove IPC']").Click();
        Assert.Equal("seed,accuracy", Query(context, "cols"));
        Assert.Equal(["Name", "seed", "Accuracy %"], page.FindAll(".run-table thead button").Select(button => string.Join(' ', button.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public async Task A_group_tells_its_mean_and_opens_to_its_runs()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First"), Pages.Row(2, "Second")));
        var page = Open(context, "?group=data&cols=accuracy");

        var group = page.Find("tr.group-row");
        Assert.Contains("n = 2", group.TextContent, StringComparison.Ordinal);
        Assert.Contains("50.0 ± 12.5", group.TextContent, StringComparison.Ordinal);
        page.Find(".group-button").Click();
        Assert.Equal("demo", Query(context, "open"));
        Assert.Equal(2, page.FindAll("tr.table-row").Count);
    }

    [Fact]
    public async Task Deltas_are_told_against_the_baseline_of_the_data_set()
    {
        await using var context = Pages.Context(new RememberedRuns(
            Pages.Row(1, "Base") with { Accuracy = new Score(0.4, 0, 1) }, Pages.Row(2, "Better") with { Accuracy = new Score(0.5, 0, 1) }));
        context.Services.GetRequiredService<RememberedMetadata>().Set(new RunMeta { Id = Pages.Id(1), Baseline = true });
        var page = Open(context, "?cols=accuracy");

        Assert.Equal("+10.0 (+25 %)", page.Find("small.delta").TextContent);
    }

    [Fact]
    public async Task The_bar_says_how_many_an_action_is_for_and_a_deletion_can_be_undone()
    {
        var runs = new RememberedRuns(Pages.Row(1, "Waits"), Pages.Row(2, "Done") with { Status = RunStatus.Completed });
        await using var context = Pages.Context(runs);
        var (dialogs, told) = (context.Render<MudDialogProvider>(), context.Services.GetRequiredService<ISnackbar>());
        var page = Open(context);
        page.Find("thead input[type=checkbox]").Change(true);

        var bar = page.Find(".bulk-bar").TextContent;
        Assert.Contains("2 selected", bar, StringComparison.Ordinal);
        Assert.Contains("Stop (1 of 2)", bar, StringComparison.Ordinal);
        page.FindAll(".bulk-bar button").First(button => button.TextContent == "Delete (1 of 2)").Click();
        dialogs.WaitForAssertion(() => Assert.Contains("It takes 12.0 MiB: events 1.0 MiB, checkpoints 9.0 MiB", Text(dialogs.Markup), StringComparison.Ordinal), Patience);
        dialogs.FindAll(".mud-dialog button").First(button => button.TextContent.Trim() == "Delete").Click();

        page.WaitForAssertion(() => Assert.Equal([(Pages.Id(2), RunCommand.Delete)], runs.Commands), Patience);
        page.WaitForAssertion(() => Assert.Single(told.ShownSnackbars), Patience);
    }

    [Fact]
    public async Task Tags_are_added_to_every_selected_run()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First"), Pages.Row(2, "Second")));
        var page = Open(context);
        page.Find("thead input[type=checkbox]").Change(true);

        page.Find("#bulk-tag").Input("poc");
        page.FindAll(".bulk-bar button").First(button => button.TextContent == "Add tag").Click();

        var metadata = context.Services.GetRequiredService<RememberedMetadata>();
        Assert.All([Pages.Id(1), Pages.Id(2)], id => Assert.Equal(["poc"], metadata.Find(id).Tags));
    }

    [Fact]
    public async Task A_view_is_saved_under_its_name_and_its_link_brings_it_back()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First")));
        var page = Open(context, "?q=first&sort=-ipc&cols=ipc");

        page.Find("#view-name").Input("Mine");
        page.FindAll(".menu-line button")[0].Click();

        page.WaitForAssertion(() => Assert.EndsWith("q=first&sort=-ipc&cols=ipc", page.Find(".view-list a").GetAttribute("href"), StringComparison.Ordinal), Patience);
    }

    private static IRenderedComponent<RunsPage> Open(BunitContext context, string query = "")
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("runs" + query);
        return context.Render<RunsPage>();
    }

    private static AngleSharp.Dom.IElement Head(IRenderedComponent<RunsPage> page, string title) =>
        page.FindAll(".run-table thead th").First(head => head.TextContent.Contains(title, StringComparison.Ordinal));

    private static List<string> Rows(IRenderedComponent<RunsPage> page) => [.. page.FindAll("tr.table-row").Select(row => row.TextContent)];

    private static string Address(BunitContext context) => context.Services.GetRequiredService<NavigationManager>().Uri;

    private static string? Query(BunitContext context, string name) => System.Web.HttpUtility.ParseQueryString(new Uri(Address(context)).Query)[name];

    private static string Text(string markup) => System.Net.WebUtility.HtmlDecode(markup);
}
