using Bunit;
using Contracts;
using Dashboard.Client.Features.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests;

public sealed class RunsPageTests
{
    [Fact]
    public async Task A_changed_run_changes_its_row_and_no_other()
    {
        var runs = new RememberedRuns(Pages.Row(1, "First"), Pages.Row(2, "Second"));
        await using var context = Pages.Context(runs);
        var page = context.Render<RunsPage>();
        var second = page.FindAll("tr.run-row")[0].TextContent;

        runs.Tell(Pages.Row(1, "First") with { Status = RunStatus.Running, Iteration = 7, Iterations = 20 });

        page.WaitForAssertion(() => Assert.Contains("7 / 20", page.FindAll("tr.run-row")[1].TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.Equal(second, page.FindAll("tr.run-row")[0].TextContent);
    }

    [Fact]
    public async Task A_deleted_run_leaves_the_table()
    {
        var runs = new RememberedRuns(Pages.Row(1, "First"), Pages.Row(2, "Second"));
        await using var context = Pages.Context(runs);
        var page = context.Render<RunsPage>();

        runs.TellDeleted(Pages.Id(2));

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tr.run-row")), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_name_is_shown_as_text()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "<img src=x onerror=alert(1)>")));
        var page = context.Render<RunsPage>();

        Assert.Empty(page.FindAll("img"));
        Assert.Equal("<img src=x onerror=alert(1)>", page.Find("td.name a").TextContent);
    }

    [Fact]
    public async Task Without_runs_one_button_starts_the_demo()
    {
        var runs = new RememberedRuns();
        await using var context = Pages.Context(runs);
        var page = context.Render<RunsPage>();

        page.Find("section.empty button").Click();

        Assert.Equal("Demo", Assert.Single(runs.Submitted).Name);
        Assert.EndsWith($"runs/{Pages.Id(9)}", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }
}
