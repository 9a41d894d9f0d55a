using Bunit;
using Contracts;
using Dashboard.Client.Features.Runs;
using Dashboard.Client.Features.Runs.Notes;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Dashboard.Client.Tests.Runs;

public sealed class RunNotesTests
{
    [Fact]
    public async Task Who_saves_over_newer_notes_is_told_and_loses_nothing()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First")));
        var metadata = context.Services.GetRequiredService<RememberedMetadata>();
        var notes = context.Render<RunNotes>(view => view.Add(v => v.Run, Pages.Id(1)));
        notes.Find("button").Click();
        notes.Find("textarea").Input("# mine");
        Assert.Equal("mine", notes.Find("section h3").TextContent);
        metadata.Set(new RunMeta { Id = Pages.Id(1), Notes = "theirs", NotesVersion = 1 });

        Button(notes, "Save").Click();
        Assert.Contains("Somebody saved other notes", notes.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("theirs", notes.Markup, StringComparison.Ordinal);
        Assert.Equal("theirs", metadata.Find(Pages.Id(1)).Notes);

        Button(notes, "Save mine over it").Click();
        Assert.Equal("# mine", metadata.Find(Pages.Id(1)).Notes);
        Assert.Empty(notes.FindAll("textarea"));
    }

    [Fact]
    public async Task A_run_is_renamed_in_its_head()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First")));
        var title = context.Render<RunTitle>(view => view.Add(v => v.Run, Pages.Row(1, "First")));
        title.Find("button").Click();
        title.Find("#run-name").Input("Better");
        title.Find("form").Submit();
        Assert.Equal("Better", Assert.Single(context.Services.GetRequiredService<RememberedMetadata>().Changes).Change.Name);
        Assert.Equal("First", title.Find("h1").TextContent);        // until the server tells
    }

    [Fact]
    public async Task Tags_come_and_go_in_the_head()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First")));
        var tags = context.Render<RunTags>(view => view.Add(v => v.Run, Pages.Id(1)));
        tags.Find("li:last-child button").Click();
        tags.Find("#run-tag").Input("poc");
        tags.Find("form").Submit();
        Assert.Equal("runs?q=tags%20has%20%22poc%22", tags.Find("li.tag a").GetAttribute("href"));
        tags.Find("li.tag button").Click();
        Assert.Empty(tags.FindAll("li.tag"));
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_takes_nothing_that_was_typed()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First")));
        context.Services.GetRequiredService<RememberedMetadata>().Broken = new IOException("The disk is full.");
        var told = context.Services.GetRequiredService<ISnackbar>();
        var notes = context.Render<RunNotes>(view => view.Add(v => v.Run, Pages.Id(1)));
        notes.Find("button").Click();
        notes.Find("textarea").Input("# mine");
        Button(notes, "Save").Click();
        Assert.Equal("# mine", notes.Find("textarea").GetAttribute("value"));

        var title = context.Render<RunTitle>(view => view.Add(v => v.Run, Pages.Row(1, "First")));
        title.Find("button").Click();
        title.Find("#run-name").Input("Better");
        title.Find("form").Submit();
        Assert.Equal("Better", title.Find("#run-name").GetAttribute("value"));

        var tags = context.Render<RunTags>(view => view.Add(v => v.Run, Pages.Id(1)));
        tags.Find("li:last-child button").Click();
        tags.Find("#run-tag").Input("poc");
        tags.Find("form").Submit();
        Assert.Equal("poc", tags.Find("#run-tag").GetAttribute("value"));
        Assert.All(told.ShownSnackbars, shown => Assert.Equal("The disk is full.", shown.Message));
        Assert.NotEmpty(told.ShownSnackbars);
    }

    [Fact]
    public async Task A_run_is_compared_with_another_that_is_searched_for()
    {
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "First"), Pages.Row(2, "Second"), Pages.Row(3, "Third")));
        var compare = context.Render<CompareWith>(view => view.Add(v => v.Run, Pages.Row(1, "First")));
        compare.Find("input").Input("thi");
        Assert.Equal($"compare?runs={Pages.Id(1)},{Pages.Id(3)}", Assert.Single(compare.FindAll("a")).GetAttribute("href"));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<RunNotes> notes, string text) =>
        notes.FindAll("button").First(button => button.TextContent.Trim() == text);
}
