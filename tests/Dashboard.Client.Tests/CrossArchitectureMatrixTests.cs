using Bunit;
using Contracts;
using Dashboard.Client.Features.Runs;

namespace Dashboard.Client.Tests;

public sealed class CrossArchitectureMatrixTests
{
    private static readonly EvaluationSpec Evaluation = new() { Networks = [new ComponentSpec { Name = "resnet-10" }] };

    private static readonly MatrixRow ConvNet = new("convnet", new Score(0.8, 0.01, 3), new Score(0.5, 0, 3), null, 1, 0);

    [Fact]
    public async Task A_network_that_waits_is_pending()
    {
        await using var context = Pages.Context();
        var matrix = Render(context, over: false, ConvNet);

        Assert.Equal(2, matrix.FindAll("tbody tr")[1].QuerySelectorAll("td.pending").Length);
        Assert.Empty(matrix.FindAll("tbody tr")[0].QuerySelectorAll("td.pending"));
    }

    [Fact]
    public async Task Nothing_is_pending_once_the_run_is_over()
    {
        await using var context = Pages.Context();
        Assert.Empty(Render(context, over: true, ConvNet).FindAll("td.pending"));
    }

    [Fact]
    public async Task Scores_stand_with_deviation_count_gap_and_margin()
    {
        await using var context = Pages.Context();
        var row = Render(context, over: true, ConvNet, new MatrixRow("resnet-10", new Score(0.7, 0.02, 3), new Score(0.45, 0, 3), null, 0.99, 0.1))
            .FindAll("tbody tr")[1].QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToList();

        Assert.Equal("70.0 ± 2.0 (3)", row[0]);
        Assert.Equal("+10.0", row[3]);
        Assert.Equal("+25.0", row[4]);
        Assert.Equal("–", row[5]);
    }

    [Fact]
    public async Task One_repeat_has_no_deviation()
    {
        await using var context = Pages.Context();
        var row = Render(context, over: true, new MatrixRow("convnet", new Score(0.7, 0, 1), null, null, null, 0)).Find("tbody tr td");

        Assert.Equal("70.0 (1)", row.TextContent.Trim());
    }

    private static IRenderedComponent<CrossArchitectureMatrix> Render(BunitContext context, bool over, params MatrixRow[] rows) =>
        context.Render<CrossArchitectureMatrix>(matrix =>
            matrix.Add(m => m.Rows, rows).Add(m => m.TrainingNetwork, "convnet").Add(m => m.Evaluation, Evaluation).Add(m => m.Over, over));
}
