using Bunit;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Features.Library;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests.Library;

public sealed class LibraryPageTests
{
    private static readonly RememberedRuns Runs = new(
        Pages.Row(3, "Done") with { Status = RunStatus.Completed }, Pages.Row(2, "Failed") with { Status = RunStatus.Failed },
        Pages.Row(1, "Registered") with { Status = RunStatus.Completed }, Pages.Row(4, "Batch") with { Status = RunStatus.Completed, IsMitigation = true });

    [Fact]
    public async Task Without_versions_it_says_what_to_do_and_offers_completed_runs()
    {
        await using var context = Pages.Context(Runs);
        var page = context.Render<LibraryPage>();
        Assert.NotNull(page.Find("section.empty"));
        Assert.Equal(["Done", "Registered"], page.FindAll(".offers a:not(.small-button)").Select(link => link.TextContent));
        Assert.Equal($"runs/{Pages.Id(3)}?tab=files", page.FindAll(".offers a.small-button")[0].GetAttribute("href"));
    }

    [Fact]
    public async Task A_card_shows_the_version_in_production_and_every_alias()
    {
        var library = new RememberedLibrary(RememberedLibrary.Version("pets", 1, accuracy: 0.5), RememberedLibrary.Version("pets", 2, accuracy: 0.7));
        await library.MoveAliasAsync("pets", "production", 1, "Ada", "", Xunit.TestContext.Current.CancellationToken);
        await using var context = Context(library);
        var page = context.Render<LibraryPage>();
        Assert.Equal(["latest v2", "production v1"], page.FindAll(".set-card .alias-chip").Select(chip => chip.TextContent));
        Assert.Equal("api/v1/library/pets/1/set.png", page.Find(".set-card image").GetAttribute("href"));
        Assert.Contains("50.0 ± 1.0", page.Find(".set-card .facts dd").TextContent, StringComparison.Ordinal);
        Assert.Contains("(n = 3)", page.Find(".set-card .facts dd").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Done"], page.FindAll(".offers a:not(.small-button)").Select(link => link.TextContent));
    }

    [Fact]
    public async Task The_filter_is_in_the_address_and_a_change_elsewhere_is_shown()
    {
        var library = new RememberedLibrary(RememberedLibrary.Version("pets", 1), RememberedLibrary.Version("cars", 1));
        await using var context = Context(library);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("library?q=CAR");
        var page = context.Render<LibraryPage>();
        Assert.Equal(["cars"], page.FindAll(".set-card h2").Select(title => title.TextContent));
        await library.RegisterAsync(new LibraryRegistration { Run = Pages.Id(3), Name = "carts" }, Xunit.TestContext.Current.CancellationToken);
        page.WaitForAssertion(() => Assert.Equal(["cars", "carts"], page.FindAll(".set-card h2").Select(title => title.TextContent)));
    }

    internal static BunitContext Context(RememberedLibrary library, RememberedRuns? runs = null)
    {
        var context = Pages.Context(runs ?? Runs);
        context.Services.AddSingleton<ILibrary>(library);
        return context;
    }
}
