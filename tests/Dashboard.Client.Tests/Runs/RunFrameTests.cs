using Bunit;
using Contracts;
using Dashboard.Client.Features.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Dashboard.Client.Tests.Runs;

public sealed class RunFrameTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly RunState State = RunState.Submitted(Pages.Id(1), new RunSpec { Name = "First" }, Pages.Start);
    private readonly RememberedRuns _runs = new();

    public RunFrameTests() => _runs.States[State.Summary.Id] = State;

    [Fact]
    public async Task A_run_deleted_elsewhere_is_said_to_be_in_the_trash_and_comes_back_when_it_is_restored()
    {
        await using var context = Pages.Context(_runs);
        var metadata = context.Services.GetRequiredService<RememberedMetadata>();
        var page = context.Render<RunPage>(one => one.Add(p => p.Text, State.Summary.Id.Value));
        Assert.Equal("First", page.Find("h1").TextContent);

        metadata.Set(new RunMeta { Id = State.Summary.Id, DeletedAt = Pages.Start });
        _runs.States.Remove(State.Summary.Id);
        _runs.TellDeleted(State.Summary.Id);
        page.WaitForAssertion(() => Assert.Equal("Run not found", page.Find("h1").TextContent), Patience);
        Assert.Equal("runs?q=is:deleted", page.Find("section.empty p a").GetAttribute("href"));

        metadata.Set(new RunMeta { Id = State.Summary.Id });
        _runs.States[State.Summary.Id] = State;
        _runs.Tell(State.Summary);
        page.WaitForAssertion(() => Assert.Equal("First", page.Find("h1").TextContent), Patience);
    }

    [Theory]
    [InlineData("Keep", true)]
    [InlineData("Keep", false)]
    [InlineData("Delete", true)]
    public async Task A_run_deleted_elsewhere_while_this_page_asks_is_gone_unless_it_came_back(string answer, bool gone)
    {
        _runs.States[State.Summary.Id] = State.Apply(new RunEnded(RunStatus.Completed, "") { Seq = 1 });
        await using var context = Pages.Context(_runs);
        var dialogs = context.Render<MudDialogProvider>();
        var page = context.Render<RunPage>(one => one.Add(p => p.Text, State.Summary.Id.Value));
        Press(page, "Delete");
        dialogs.WaitForAssertion(() => Assert.Contains("Delete this run?", dialogs.Markup, StringComparison.Ordinal), Patience);

        var kept = _runs.States[State.Summary.Id];
        _runs.States.Remove(State.Summary.Id);
        _runs.Taken = _ => false;
        _runs.TellDeleted(State.Summary.Id);
        if (!gone)
        {
            _runs.States[State.Summary.Id] = kept;
            _runs.Tell(kept.Summary);
        }

        Press(dialogs, answer);
        page.WaitForAssertion(() => Assert.Empty(dialogs.FindAll(".mud-dialog")), Patience);
        page.WaitForAssertion(() => Assert.Equal(gone ? "Run not found" : "First", page.Find("h1").TextContent), Patience);
    }

    [Fact]
    public async Task A_run_deleted_and_restored_before_the_page_gets_to_it_stays()
    {
        await using var context = Pages.Context(_runs);
        var page = context.Render<RunPage>(one => one.Add(p => p.Text, State.Summary.Id.Value));
        using var told = new ManualResetEventSlim();
        using var busy = new ManualResetEventSlim();
        var drawing = Task.Run(() => page.InvokeAsync(() =>
        {
            busy.Set();
            told.Wait(Patience, Xunit.TestContext.Current.CancellationToken);
        }), Xunit.TestContext.Current.CancellationToken);
        busy.Wait(Patience, Xunit.TestContext.Current.CancellationToken);
        _runs.TellDeleted(State.Summary.Id);
        _runs.Tell(State.Summary);
        told.Set();
        await drawing;
        await page.InvokeAsync(() => { });
        Assert.Equal("First", page.Find("h1").TextContent);
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_is_told_of_and_read_again_when_asked()
    {
        _runs.Broken = new InvalidDataException("Record 7 is damaged.");
        await using var context = Pages.Context(_runs);
        var page = context.Render<RunPage>(one => one.Add(p => p.Text, State.Summary.Id.Value));
        page.WaitForAssertion(() => Assert.Contains("Record 7 is damaged.", page.Find("p.link-banner").TextContent, StringComparison.Ordinal), Patience);

        var before = _runs.Readings;
        _runs.Broken = null;
        await page.Find("p.link-banner button").ClickAsync(new());
        Assert.Equal(before + 1, _runs.Readings);
        Assert.Empty(page.FindAll("p.link-banner"));
    }

    [Fact]
    public async Task Of_a_run_whose_spec_cannot_be_read_no_defaults_are_shown_in_its_place()
    {
        await using var context = Pages.Context(_runs);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"runs/{State.Summary.Id}?tab=config");
        var lost = context.Render<RunPage>(one => one.Add(p => p.Text, State.Summary.Id.Value));
        Assert.Contains("cannot be read", lost.Find("p.empty").TextContent, StringComparison.Ordinal);
        Assert.Empty(lost.FindAll("table.param-tree"));
        Assert.DoesNotContain("Clone", lost.Find(".run-buttons").TextContent, StringComparison.Ordinal);

        _runs.Specs[State.Summary.Id] = new RunSpec { Name = "First" };
        var known = context.Render<RunPage>(one => one.Add(p => p.Text, State.Summary.Id.Value));
        Assert.NotEmpty(known.FindAll("table.param-tree"));
        Assert.Contains("Clone", known.Find(".run-buttons").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_choice_in_the_player_keeps_the_first_before_the_browser_answered()
    {
        var browser = new LateBrowser("http://localhost/runs/x");
        await using var context = Pages.Context(_runs);
        context.Services.AddSingleton<NavigationManager>(browser);
        context.Services.AddSingleton<Doors.IFrames>(new NoLabels());
        var frames = new[] { 0, 5 }.Select(iteration => new SyntheticSetSaved(iteration, "a.npz", "a.png", 4, ["cat", "dog"], 8, 8)).ToList();
        var player = context.Render<FrameViewer>(one => one.Add(p => p.Run, State.Summary.Id).Add(p => p.Frames, frames));

        player.FindAll("select")[0].Change("Signed");
        player.FindAll("select")[1].Change("1");
        Assert.Equal($"http://localhost/runs/x?f=m{(int)FrameColours.Signed}.c1", browser.Asked[^1]);
        await player.InvokeAsync(() => player.Instance.Show(0));
        Assert.Equal($"http://localhost/runs/x?f=m{(int)FrameColours.Signed}.c1&step=0", browser.Asked[^1]);
        Assert.Equal("1", player.FindAll("select")[1].GetAttribute("value"));        // shown at once
    }

    private static void Press<TPart>(IRenderedComponent<TPart> part, string name)
        where TPart : IComponent => part.FindAll("button").Single(button => button.TextContent.Trim() == name).Click();

    private sealed class NoLabels : Doors.IFrames
    {
        public Task<SoftLabel?> LabelAsync(RunId run, int iteration, int image, CancellationToken cancellation) => Task.FromResult<SoftLabel?>(null);
    }
}
