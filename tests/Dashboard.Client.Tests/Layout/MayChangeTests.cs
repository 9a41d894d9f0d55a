using AngleSharp.Dom;
using Bunit;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Features.DataSets;
using Dashboard.Client.Features.Library;
using Dashboard.Client.Features.Mitigate;
using Dashboard.Client.Features.Queue;
using Dashboard.Client.Features.Runs;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests.Layout;

/// <summary>Where nothing may be changed, whatever changes something is disabled and says why; whatever only shows goes on.</summary>
public sealed class MayChangeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("library/pets/1", "Retire", "Move production here", "Edit card")]
    [InlineData("datasets/own", "Delete", "Edit")]
    [InlineData("datasets?add=upload", "Register", "Delete 0123456789ab")]
    [InlineData("runs/1", "Cancel", "Rename", "Add tag")]
    [InlineData("runs/2", "Delete")]
    [InlineData("runs/1?tab=notes", "Edit notes")]
    [InlineData("runs/1?tab=files", "Register version")]
    [InlineData("runs/1?tab=config", "Run again exactly")]
    [InlineData("runs", "Stop (1 of 2)", "Add tag", "Pin", "Archive (2)", "Delete (1 of 2)", "Save")]
    [InlineData("queue", "Drain", "Pause queue", "Run next: First", "Cancel First")]
    [InlineData("mitigate", "Start", "Delete saved", "Cancel", "Delete")]
    public async Task What_changes_something_is_disabled_and_says_why(string address, params string[] names)
    {
        foreach (var isReadOnly in new[] { true, false })
        {
            await using var context = Context(isReadOnly, batches: address == "mitigate");
            var page = Open(context, address);
            foreach (var name in names)
            {
                var button = page.FindAll("button").First(button => Name(button) == name);
                var around = button.Closest("fieldset");
                Assert.Equal((name, isReadOnly), (name, around!.HasAttribute("disabled")));
                Assert.Equal(isReadOnly ? "This dashboard is read-only." : null, around.GetAttribute("title"));
                Assert.Equal(isReadOnly ? "read-only" : null, around.GetAttribute("aria-describedby"));
            }
        }
    }

    [Theory]
    [InlineData("runs/1", "Share link")]
    [InlineData("runs/1?tab=images", "Play")]
    [InlineData("runs", "Clear selection", "1 new run")]
    public async Task What_only_shows_goes_on(string address, params string[] names)
    {
        await using var context = Context(isReadOnly: true);
        var page = Open(context, address);
        var news = Pages.Row(4, "Newest");
        Runs(context).Rows.Add(news);
        Runs(context).Tell(news);
        foreach (var name in names)
        {
            page.WaitForAssertion(() => Assert.Contains(page.FindAll("button"), button => Name(button) == name), Patience);
            var button = page.FindAll("button").First(button => Name(button) == name);
            Assert.Equal((name, null), (name, button.Closest("[disabled]")?.TagName));
        }
    }

    [Fact]
    public async Task The_reason_stands_above_every_page()
    {
        await using var context = Context(isReadOnly: true);
        context.Services.GetRequiredService<Preferences>().Read("theme:light|local:Europe/Berlin");
        var layout = context.Render<MainLayout>();
        Assert.Contains("read-only", layout.Find("#" + MayChange.Reason).TextContent, StringComparison.Ordinal);
    }

    private static RememberedRuns Runs(BunitContext context) => (RememberedRuns)context.Services.GetRequiredService<IRuns>();

    private static BunitContext Context(bool isReadOnly, bool batches = false)
    {
        var rows = new[] { Pages.Row(1, "First"), Pages.Row(2, "Second") with { Status = RunStatus.Completed } };
        if (batches) rows = [.. rows.Select(row => row with { IsMitigation = true })];
        var runs = new RememberedRuns(rows);
        foreach (var row in rows)
        {
            runs.Specs[row.Id] = new RunSpec { Name = row.Name };
            runs.States[row.Id] = RunState.Submitted(row.Id, runs.Specs[row.Id], Pages.Start)
                .Apply(new SyntheticSetSaved(5, "a.npz", "a.png", 2, ["cat", "dog"], 8, 8) { Seq = 1 });
        }

        runs.States[rows[1].Id] = runs.States[rows[1].Id].Apply(new RunEnded(RunStatus.Completed, "") { Seq = 2 });
        var context = Pages.Context(runs);
        var sets = new RememberedDataSets();
        sets.Add(new DataSetRow(new DataSetInfo("own", "Own", "", "", true, "MIT"), new DataSetCard(), null, true));
        context.Services.AddSingleton<IDataSets>(sets);
        context.Services.AddSingleton<IRecipes>(new RememberedRecipes(new RecipeSpec { Name = "saved", Base = "full" }));
        context.Services.AddSingleton<ILibrary>(new RememberedLibrary(RememberedLibrary.Version("pets", 1)));
        context.Services.AddSingleton<IExperts>(new RememberedExperts(
            new ExpertBufferEntry("0123456789abcdef", "demo", "convnet", 5, 10, 2048, Pages.Start)));
        context.Services.AddSingleton<IQueue>(new RememberedQueue(
            new QueuePlace(Pages.Row(3, "Before"), Pages.Start, null, null, 0), new QueuePlace(rows[0], Pages.Start, null, null, 0)));
        ((FixedAccess)context.Services.GetRequiredService<IAccess>()).IsReadOnly = isReadOnly;
        return context;
    }

    private static IRenderedComponent<IComponent> Open(BunitContext context, string address)
    {
        var path = address.Split('?')[0].Split('/');
        if (path is ["runs", var number]) address = address.Replace("runs/" + number, $"runs/{Id(number)}", StringComparison.Ordinal);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return path switch
        {
            ["library", ..] => context.Render<VersionPage>(page => page.Add(p => p.Name, path[1]).Add(p => p.Text, path[2])),
            ["datasets", var name] => context.Render<DataSetPage>(page => page.Add(p => p.Name, name)),
            ["datasets"] => context.Render<DataSetsPage>(),
            ["runs", var run] => context.Render<RunPage>(page => page.Add(p => p.Text, Id(run).Value)),
            ["queue"] => context.Render<QueuePage>(),
            ["mitigate"] => context.Render<MitigatePage>(),
            _ => Selected(context.Render<RunsPage>()),
        };
    }

    private static IRenderedComponent<RunsPage> Selected(IRenderedComponent<RunsPage> page)
    {
        page.WaitForElement("thead input[type=checkbox]").Change(true);
        return page;
    }

    private static RunId Id(string number) => Pages.Id(int.Parse(number, System.Globalization.CultureInfo.InvariantCulture));

    private static string Name(IElement button) => button.GetAttribute("aria-label") ?? button.TextContent.Trim();
}
