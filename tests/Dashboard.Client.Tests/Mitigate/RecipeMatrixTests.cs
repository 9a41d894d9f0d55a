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

    [Fact]
    public async Task A_training_that_diverged_says_so_in_words()
    {
        await using var context = Pages.Context();
        var bad = Trained("alexnet", "full", 0.1) with { Diverged = true };
        var matrix = Render(context, Spec(repeats: 2), Trained("convnet", "baseline", 0.6), bad, Trained("alexnet", "full", 0.5, 1));
        Assert.Equal("diverged: 1 of 2", Assert.Single(matrix.FindAll("td .diverged")).TextContent);

        matrix.FindAll("button.cell")[1].Click();

        var accuracies = matrix.FindAll(".cell-detail tbody tr").Select(row => row.QuerySelectorAll("td")[1]).ToList();
        Assert.Equal("diverged", accuracies[0].QuerySelector(".diverged")!.TextContent);
        Assert.Null(accuracies[1].QuerySelector(".diverged"));
    }

    [Fact]
    public async Task The_augmentation_robust_score_stands_where_a_twin_without_augmentation_is_in_the_batch()
    {
        await using var context = Pages.Context();
        var options = new Dictionary<string, System.Text.Json.JsonElement> { ["augmentation"] = System.Text.Json.JsonSerializer.SerializeToElement("none") };
        var spec = Spec(random: true);
        spec = spec with { Mitigation = spec.Mitigation! with { Recipes = [Recipe("baseline"), Recipe("full"), Recipe("plain") with { Base = "full", Options = options }] } };
        var matrix = Render(
            context, spec, Trained("convnet", "baseline", 0.6), Trained("alexnet", "full", 0.5), Trained("alexnet", "full", 0.3, set: "random"),
            Trained("alexnet", "plain", 0.4), Trained("alexnet", "plain", 0.3, set: "random"));

        matrix.FindAll("button.cell")[1].Click();
        var score = RankingScores.AugmentationRobust(0.5 - 0.3, 0.4 - 0.3).ToString("0.000", CultureInfo.InvariantCulture);
        Assert.Contains(matrix.FindAll(".cell-detail dl div"), row => row.TextContent.Trim() == "ARS" + score);
        matrix.FindAll("button.cell")[2].Click();
        Assert.DoesNotContain(matrix.FindAll(".cell-detail dt"), row => row.TextContent == "ARS");
    }

    [Fact]
    public async Task Soft_labels_have_no_label_robust_score_and_it_is_said_why()
    {
        await using var context = Pages.Context();
        CellTrained[] cells =
        [
            Trained("convnet", "baseline", 0.6), Trained("convnet", "baseline", 0.2, set: "random"), Trained("convnet", "baseline", 0.9, set: "full"),
        ];
        var hard = Render(context, Spec(random: true), cells);
        hard.Find("button.cell").Click();
        Assert.Contains(hard.FindAll(".cell-detail dl div"), row => row.TextContent.Trim().StartsWith("LRS0.", StringComparison.Ordinal));
        var soft = Render(context, Spec(random: true), [.. cells.Select(cell => cell with { SoftLabels = true })]);
        Assert.Contains(soft.FindAll(".cell-detail dl div"), row => row.TextContent.Contains("it needs hard labels", StringComparison.Ordinal));
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
