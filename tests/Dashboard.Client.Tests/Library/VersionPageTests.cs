using Bunit;
using Contracts;
using Dashboard.Client.Features.Library;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Dashboard.Client.Tests.Library;

public sealed class VersionPageTests
{
    private readonly RememberedLibrary _library = new(
        RememberedLibrary.Version("pets", 1, accuracy: 0.5), RememberedLibrary.Version("pets", 2, accuracy: 0.7, spec: new RunSpec { Seed = 9, Name = "Other" }));

    [Theory]
    [InlineData("none", "1")]
    [InlineData("pets", "3")]
    [InlineData("pets", "production")]
    [InlineData("pets", "-1")]
    public async Task What_is_not_there_is_said(string name, string text)
    {
        await using var context = LibraryPageTests.Context(_library);
        Assert.Equal("Version not found", Render(context, text, name: name).Find("h1").TextContent);
    }

    [Fact]
    public async Task An_alias_is_moved_with_a_name_and_a_note_and_can_be_moved_back()
    {
        await using var context = LibraryPageTests.Context(_library);
        var page = Render(context, "1");
        page.Find("#alias-person").Change("Ada");
        page.Find("#alias-note").Change("good");
        await page.Find("button[aria-label='Move production here']").ClickAsync(new());
        Assert.Equal(1, _library.Find("pets")!.Aliases["production"]);
        var told = _library.Find("pets")!.History[0];
        Assert.Equal((LibraryEventKind.AliasMoved, "Ada", "good"), (told.Kind, told.By, told.Note));
        page.WaitForAssertion(() => Assert.Contains("production", page.Find(".run-title .alias-chips").TextContent, StringComparison.Ordinal));

        var snackbar = Assert.Single(context.Services.GetRequiredService<ISnackbar>().ShownSnackbars);
        Assert.Contains("production moved to version 1", snackbar.Message, StringComparison.Ordinal);
        await page.Find("button[aria-label='Take production off']").ClickAsync(new());
        Assert.False(_library.Find("pets")!.Aliases.ContainsKey("production"));
    }

    [Fact]
    public async Task A_card_that_cannot_be_stored_keeps_what_was_typed()
    {
        await using var context = LibraryPageTests.Context(_library);
        var page = Render(context, "2");
        void Click(string text) => page.FindAll("button").Single(button => button.TextContent == text).Click();
        _library.Broken = new IOException("The disk is full.");
        Click("Edit card");
        page.Find("#card-limits").Change("typed");
        Click("Save");
        Assert.Equal("typed", page.Find("#card-limits").GetAttribute("value"));
        Assert.Equal("The disk is full.", Assert.Single(context.Services.GetRequiredService<ISnackbar>().ShownSnackbars).Message);
    }

    [Fact]
    public async Task The_card_is_edited_in_place_and_cancel_changes_nothing()
    {
        await using var context = LibraryPageTests.Context(_library);
        var page = Render(context, "2");
        void Click(string text) => page.FindAll("button").Single(button => button.TextContent == text).Click();
        Click("Edit card");
        page.Find("#card-limits").Change("<b>none</b>");
        Click("Cancel");
        Assert.Equal("", _library.Find("pets")!.Find("2")!.Card.Limits);
        Click("Edit card");
        page.Find("#card-limits").Change("<b>none</b>");
        Click("Save");
        Assert.Equal("<b>none</b>", _library.Find("pets")!.Find("2")!.Card.Limits);
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("p.notes"), text => text.TextContent == "<b>none</b>"));
    }

    [Fact]
    public async Task Two_versions_are_compared_by_what_differs()
    {
        await using var context = LibraryPageTests.Context(_library);
        var page = Render(context, "2", "tab=diff");
        var rows = page.FindAll(".version-diff tbody tr").Select(row => string.Join(" | ", row.Children.Select(cell => cell.TextContent))).ToList();
        Assert.Contains("seed | 9 | 0 (default)", rows);
        Assert.DoesNotContain(rows, row => row.StartsWith("name", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("+20.0 points (n = 3 and 3", StringComparison.Ordinal));
        Assert.Equal(2, page.FindAll(".side-by-side img").Count);
    }

    [Theory]
    [InlineData("files", "pets-v1.npz")]
    [InlineData("use", "from load import load")]
    [InlineData("use&code=csharp", "public sealed record SyntheticNpz")]
    [InlineData("lineage", "deleted")]
    [InlineData("matrix", "No batch has trained on this version yet.")]
    [InlineData("nonsense", "Nobody has written this yet.")]
    public async Task Every_part_is_at_an_address_of_its_own(string tab, string says)
    {
        await using var context = LibraryPageTests.Context(_library);
        Assert.Contains(says, Render(context, "1", "tab=" + tab).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_retired_version_can_be_deleted()
    {
        await using var context = LibraryPageTests.Context(_library);
        var page = Render(context, "1");
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() == "Delete");
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Retire").Click();
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("button"), button => button.TextContent.Trim() == "Delete"));
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Put back").Click();
        Assert.False(_library.Find("pets")!.Find("1")!.IsRetired);
    }

    private static IRenderedComponent<VersionPage> Render(BunitContext context, string text, string query = "", string name = "pets")
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"library/{name}/{text}?{query}");
        return context.Render<VersionPage>(page => page.Add(one => one.Name, name).Add(one => one.Text, text));
    }
}
