using Bunit;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Features.DataSets;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Dashboard.Client.Tests;

public sealed class ExpertTrajectoriesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly string Hash = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));
    private readonly RememberedExperts _experts = new(
        new ExpertBufferEntry(Hash, "cifar10", "convnet", 50, 100, 6_700_000_000, Pages.Start),
        new ExpertBufferEntry("lost", null, null, null, 0, 512, Pages.Start));

    [Fact]
    public async Task Each_folder_is_a_row_with_what_it_takes()
    {
        await using var context = Context();
        var page = context.Render<DataSetsPage>();
        Assert.Equal(["cifar10 0123456789ab", "convnet", "50", "100", "6.2 GiB", Pages.Start.ToString("g", System.Globalization.CultureInfo.CurrentCulture), "Delete"], Cells(page, 0));
        Assert.Equal(["not readable lost", "–", "–", "–", "0.5 KiB", Pages.Start.ToString("g", System.Globalization.CultureInfo.CurrentCulture), "Delete"], Cells(page, 1));
        Assert.Equal(
            ["Delete 0123456789ab", "Delete lost"],
            page.FindAll("table.experts button").Select(button => button.GetAttribute("aria-label")!));
        Assert.NotNull(page.Find(".table-scroll > table.experts"));
    }

    [Fact]
    public async Task Without_experts_it_says_so()
    {
        await using var context = Pages.Context();
        var page = context.Render<DataSetsPage>();
        Assert.Empty(page.FindAll("table.experts"));
        Assert.Contains("No experts yet.", page.FindAll("p.muted").Select(line => line.TextContent));
    }

    [Fact]
    public async Task A_deletion_is_asked_for_and_takes_the_row_away()
    {
        await using var context = Context();
        var dialogs = context.Render<MudDialogProvider>();
        var page = context.Render<DataSetsPage>();

        Ask(page, dialogs, 0);
        Assert.Contains("100 experts by convnet on cifar10 are removed for good: 6.2 GiB.", dialogs.Markup, StringComparison.Ordinal);
        Answer(dialogs, "Keep");
        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll(".mud-dialog")), Patience);
        Assert.Equal(2, _experts.List().Count);

        Ask(page, dialogs, 0);
        Answer(dialogs, "Delete");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("table.experts tbody tr")), Patience);
        Assert.Equal("lost", Assert.Single(_experts.List()).Name);
    }

    [Fact]
    public async Task A_folder_that_is_not_readable_is_named_before_it_goes()
    {
        await using var context = Context();
        var dialogs = context.Render<MudDialogProvider>();
        Ask(context.Render<DataSetsPage>(), dialogs, 1);
        Assert.Contains("The folder lost is removed for good: 0.5 KiB.", dialogs.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_experts_stay_is_told()
    {
        await using var context = Context();
        var (dialogs, told) = (context.Render<MudDialogProvider>(), context.Services.GetRequiredService<ISnackbar>());
        var page = context.Render<DataSetsPage>();

        _experts.Answer = () => CommandResult.Refused;
        Ask(page, dialogs, 0);
        Answer(dialogs, "Delete");
        page.WaitForAssertion(() => Assert.Single(told.ShownSnackbars), Patience);
        Assert.StartsWith("A run by trajectory matching", told.ShownSnackbars.First().Message, StringComparison.Ordinal);

        _experts.Answer = () => throw new IOException("The disk did not let go.");
        Ask(page, dialogs, 0);
        Answer(dialogs, "Delete");
        page.WaitForAssertion(() => Assert.Contains("The disk did not let go.", told.ShownSnackbars.Select(bar => bar.Message)), Patience);
        Assert.Equal(2, page.FindAll("table.experts tbody tr").Count);
    }

    private BunitContext Context()
    {
        var context = Pages.Context();
        context.Services.AddSingleton<IExperts>(_experts);
        return context;
    }

    private static void Ask(IRenderedComponent<DataSetsPage> page, IRenderedComponent<MudDialogProvider> dialogs, int row)
    {
        page.FindAll("table.experts button")[row].Click();
        dialogs.WaitForAssertion(() => Assert.Single(dialogs.FindAll(".mud-dialog")), Patience);
    }

    private static void Answer(IRenderedComponent<MudDialogProvider> dialogs, string button) =>
        dialogs.FindAll(".mud-dialog button").First(candidate => candidate.TextContent.Trim() == button).Click();

    private static List<string> Cells(IRenderedComponent<DataSetsPage> page, int row) =>
    [
        .. page.FindAll("table.experts tbody tr")[row].Children
            .Select(cell => string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))),
    ];
}
