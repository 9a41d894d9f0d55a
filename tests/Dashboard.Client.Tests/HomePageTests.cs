using Bunit;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Features.Home;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests;

public sealed class HomePageTests
{
    [Fact]
    public async Task Without_runs_one_button_starts_the_demo()
    {
        var runs = new RememberedRuns();
        await using var context = Pages.Context(runs);
        var page = context.Render<HomePage>();
        page.Find("section.empty button").Click();
        Assert.Equal(SmallCatalog.Preset, Assert.Single(runs.Submitted).Name);
        Assert.EndsWith($"runs/{Pages.Id(9)}", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_demo_says_why()
    {
        await using var context = Pages.Context(new RememberedRuns { Refusal = [new SpecFault("", "The disk is full.")] });
        var page = context.Render<HomePage>();
        page.Find("section.empty button").Click();
        Assert.Equal("The disk is full.", page.Find("[role=alert]").TextContent);
    }

    [Fact]
    public async Task What_needs_a_person_can_be_resumed_from_here()
    {
        var runs = new RememberedRuns();
        await using var context = Pages.Context(runs);
        var row = Pages.Row(1, "Cut off") with { Status = RunStatus.Interrupted };
        Overview(context, new Overview(1, [], [], [new Attention(AttentionKind.Disk, null), new Attention(AttentionKind.Interrupted, row, "Stopped.")],
            new DiskReading(1L << 30, 10L << 30)));
        var page = context.Render<HomePage>();
        Assert.Contains("1.0 GiB of 10.0 GiB", page.Find(".need-disk").TextContent, StringComparison.Ordinal);
        page.Find(".need-interrupted button").Click();
        Assert.Equal((row.Id, RunCommand.Resume), Assert.Single(runs.Commands));
    }

    [Fact]
    public async Task A_running_run_shows_progress_curve_and_picture()
    {
        await using var context = Pages.Context();
        var row = Pages.Row(1, "Busy") with { Status = RunStatus.Running, Iteration = 25, Iterations = 100, StartedAt = Pages.Start };
        Overview(context, new Overview(
            1, [new RunCard(row, 90, [new SparkPoint(1, 2, 4), new SparkPoint(2, 1, 3)], "api/v1/runs/x/synthetic-sets/20.png")], [], [], null));
        var page = context.Render<HomePage>();
        var card = page.Find(".running-card");
        Assert.Contains("25 / 100", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("1:30", card.TextContent, StringComparison.Ordinal);
        Assert.Equal("0,1 100,8.33 100,23 0,15.67", card.QuerySelector("polygon")!.GetAttribute("points"));
        Assert.EndsWith("20.png", card.QuerySelector("img")!.GetAttribute("src"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_best_set_tells_repeats_worst_network_and_of_how_many_it_is_the_best()
    {
        await using var context = Pages.Context();
        var row = Pages.Row(1, "Winner") with
        {
            Status = RunStatus.Completed,
            Accuracy = new Score(0.5, 0.01, 3),
            WorstNetwork = "mlp",
            WorstAccuracy = 0.3,
        };
        Overview(context, new Overview(7, [], [new BestSet(row, 4)], [], null));
        var cells = context.Render<HomePage>().FindAll("tbody tr > *").Select(cell => cell.TextContent.Trim()).ToList();
        Assert.Equal("50.0 ± 1.0 (3)", cells[3]);
        Assert.Equal(("mlp 30.0 %", "+20.0", "4"), (cells[4], cells[5], cells[6]));
    }

    private static void Overview(BunitContext context, Overview overview) =>
        ((RememberedOverview)context.Services.GetRequiredService<IOverview>()).Overview = overview;
}
