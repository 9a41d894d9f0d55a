using System.Globalization;
using Bunit;
using Contracts;
using Dashboard.Client.Features.Mitigate;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Client.Tests.Mitigate.Lab;

namespace Dashboard.Client.Tests.Mitigate;

public sealed class RecipeMatrixTests
{
    public RecipeMatrixTests() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.InvariantCulture,
        CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_cell_shows_mean_deviation_count_gap_closed_share_and_control()
    {
        await using var context = Pages.Context();
        var cell = Render(
            context, Spec(repeats: 2, random: true), Trained("convnet", "baseline", 0.6), Trained("alexnet", "baseline", 0.4),
                Trained("alexnet", "full", 0.52),
            Trained("alexnet", "full", 0.48, 1), Trained("alexnet", "full", 0.3,
                set: "random")).FindAll("tbody tr")[1].QuerySelectorAll("td")[2];

        Assert.Equal("50.0 ± 2.0 (2)", cell.QuerySelector("strong")!.TextContent.Trim());
        Assert.Equal(["gap +10.0 · closed 50 %", "random 30.0"], cell.QuerySelectorAll("span").Select(span => span.TextContent.Trim()));
    }

    [Fact]
    public async Task A_waiting_cell_shows_its_place_in_the_line()
    {
        await using var context = Pages.Context();
        var pending = Render(context, Spec(), Trained("convnet", "baseline", 0.6)).FindAll("td.pending").Select(cell =>
            cell.TextContent.Trim());

        Assert.Equal(["next in line", "2 in line", "3 in line", "4 in line", "5 in line", "6 in line"], pending);
    }

    [Fact]
    public async Task A_chosen_cell_stands_in_the_address_and_shows_its_repeats()
    {
        await using var context = Pages.Context();
        var matrix = Render(context, Spec(repeats: 2), Trained("convnet", "baseline", 0.6), Trained("convnet", "baseline", 0.62, 1));

        matrix.Find("button.cell").Click();

        Assert.EndsWith("?cell=0.0", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal(["60.0 %", "62.0 %"], matrix.FindAll(".cell-detail tbody tr").Select(row =>
            row.QuerySelectorAll("td")[1].TextContent));
    }

    [Theory]
    [InlineData("9.9")]
    [InlineData("-1.0")]
    [InlineData("nonsense")]
    public async Task An_address_that_names_no_cell_chooses_none(string cell)
    {
        await using var context = Pages.Context();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("?cell=" + cell);

        Assert.Empty(Render(context, Spec(), Trained("convnet", "baseline", 0.6)).FindAll(".cell-detail"));
    }

    [Fact]
    public async Task The_best_epoch_is_asked_for_in_the_address_and_labelled()
    {
        await using var context = Pages.Context();
        var matrix = Render(context, Spec(), Trained("convnet", "baseline", 0.6, best: new BestEpoch(7, 0.7, 0.66)));
        Assert.Contains("after the last epoch", matrix.Find("caption").TextContent, StringComparison.Ordinal);

        matrix.FindAll(".toggle button")[1].Click();

        Assert.EndsWith("?score=best", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Contains("validation images chose", matrix.Find("caption").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("66.0", matrix.Find("button.cell strong").TextContent, StringComparison.Ordinal);
    }

    private static IRenderedComponent<RecipeMatrix> Render(BunitContext context, RunSpec spec, params CellTrained[] cells)
    {
        var view = View(spec, cells);
        return context.Render<RecipeMatrix>(matrix => matrix.Add(m => m.Run, view).Add(m => m.Table, Table(cells)).Add(m =>
            m.Names, Names));
    }
}
