using Bunit;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Features.Queue;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests.Queue;

public sealed class QueuePageTests
{
    private static readonly QueuePlace[] Three = [Place(1, "First"), Place(2, "Second"), Place(3, "Third")];

    [Theory]
    [InlineData("Move Second up", "Second", "First")]
    [InlineData("Move Second down", "Second", null)]
    [InlineData("Move First down", "First", "Third")]
    [InlineData("Run next: Third", "Third", "First")]
    public async Task A_button_moves_a_run(string button, string moved, string? before)
    {
        var queue = new RememberedQueue(Three);
        await using var context = Context(queue);
        var page = context.Render<QueuePage>();
        page.Find($"button[aria-label='{button}']").Click();
        Assert.Equal((Id(moved), before is null ? null : Id(before)), Assert.Single(queue.Moves));
    }

    [Fact]
    public async Task Alt_and_an_arrow_move_the_run_that_has_the_focus_and_say_so()
    {
        var queue = new RememberedQueue(Three);
        await using var context = Context(queue);
        var page = context.Render<QueuePage>();
        page.FindAll("li.waiting-row")[2].KeyDown(new KeyboardEventArgs { Key = "ArrowUp", AltKey = true });
        Assert.Equal((Id("Third"), Id("Second")), Assert.Single(queue.Moves));
        Assert.Equal("Third is number 2 of 3 now.", page.Find("p[aria-live]").TextContent);
        page.FindAll("li.waiting-row")[1].KeyDown(new KeyboardEventArgs { Key = "ArrowUp" });
        Assert.Single(queue.Moves);
    }

    [Theory]
    [InlineData(0, 2, "First", null)]
    [InlineData(2, 0, "Third", "First")]
    [InlineData(0, 1, "First", "Third")]
    public async Task What_is_dropped_takes_the_place_it_is_dropped_on(int from, int onto, string moved, string? before)
    {
        var queue = new RememberedQueue(Three);
        await using var context = Context(queue);
        var page = context.Render<QueuePage>();
        page.FindAll("li.waiting-row")[from].DragStart();
        page.FindAll("li.waiting-row")[onto].DragEnter();
        Assert.Contains("drop-target", page.FindAll("li.waiting-row")[onto].ClassName, StringComparison.Ordinal);
        page.FindAll("li.waiting-row")[onto].Drop();
        Assert.Equal((Id(moved), before is null ? null : Id(before)), Assert.Single(queue.Moves));
    }

    [Fact]
    public async Task A_line_says_whether_it_takes_runs_and_can_be_opened_again()
    {
        var queue = new RememberedQueue(Three);
        await using var context = Context(queue);
        var page = context.Render<QueuePage>();
        Button(page, "Drain").Click();
        Assert.Equal(QueueMode.Draining, queue.Mode);
        Assert.Equal("drained: takes no run", page.Find(".line-mode").TextContent);
        Button(page, "Take runs again").Click();
        Assert.Equal(QueueMode.Open, queue.Mode);
    }

    [Fact]
    public async Task Where_nothing_may_be_changed_every_command_is_disabled()
    {
        await using var context = Context(new RememberedQueue(Three));
        ((FixedAccess)context.Services.GetRequiredService<IAccess>()).IsReadOnly = true;
        var page = context.Render<QueuePage>();
        Assert.All(page.FindAll(".waiting-buttons button"), button => Assert.NotNull(button.Closest("fieldset[disabled]")));
        Assert.True(page.Find("fieldset.line-buttons").HasAttribute("disabled"));
        Assert.All(page.FindAll("li.waiting-row"), row => Assert.Equal("false", row.GetAttribute("draggable")));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<QueuePage> page, string text) =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == text);

    private static QueuePlace Place(int number, string name) => new(Pages.Row(number, name), Pages.Start, null, null, 0);

    private static RunId Id(string name) => Three.Single(place => place.Run.Name == name).Run.Id;

    private static BunitContext Context(RememberedQueue queue)
    {
        var context = Pages.Context();
        context.Services.AddSingleton<IQueue>(queue);
        return context;
    }
}
