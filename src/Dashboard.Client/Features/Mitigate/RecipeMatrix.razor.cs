using System.Globalization;
using Contracts;
using Dashboard.Client.Features.Runs;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>Networks × recipes, filling in while the batch runs; the chosen cell and the way of counting stand in the address.</summary>
public sealed partial class RecipeMatrix
{
    private (IReadOnlyList<CellTrained> Cells, bool Best, LabMatrix Matrix)? _drawn;

    [Parameter, EditorRequired]
    public required RunView Run { get; set; }

    [Parameter, EditorRequired]
    public required MitigationTable Table { get; set; }

    [Parameter, EditorRequired]
    public required LabNames Names { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool Best => Query.Of(Navigation, "score") == "best";

    /// <summary>Derived again only where another training ended, or another epoch is asked for.</summary>
    private LabMatrix Matrix
    {
        get
        {
            if (_drawn is not { } drawn || !ReferenceEquals(drawn.Cells, Run.State.Cells) || drawn.Best != Best)
                _drawn = drawn = (Run.State.Cells, Best, new LabMatrix(Table, Run.State.Cells, Run.Spec, Best));
            return drawn.Matrix;
        }
    }

    /// <summary>Row and column of the chosen cell.</summary>
    private (int Row, int Column)? Picked => Query.Of(Navigation, "cell")?.Split('.') is [var first, var second]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row < Matrix.Networks.Count
        && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var column) && column < Matrix.Recipes.Count
        ? (row, column)
        : null;

    private void Ask(bool best) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("score", best ? "best" : null), replace: true);

    private void Pick((int Row, int Column)? cell) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameter(
            "cell", cell is { } at ? string.Create(CultureInfo.InvariantCulture, $"{at.Row}.{at.Column}") : null),
        replace: true);

    private string Waits(int place) => Run.Over ? L["not trained"] : place == 1 ? L["next in line"] : L["{0} in line", place];

    private string Sentence(LabCell cell, int row, int? column) => string.Join(
        "; ", new[]
        {
            Names.Network(Matrix.Networks[row]),
            column is { } at ? Names.Recipe(Matrix.Recipes[at]) : L["Full data"].Value,
            cell.Score is { } score ? $"{Say.Accuracy(score)} % (n = {score.Count})" : null,
            cell.Gap is { } gap ? L["gap {0}", Say.Points(gap)].Value : null,
            cell is { Diverged: > 0, Score: { } some } ? Diverged(cell, some) : null,
        }.OfType<string>());

    private string Diverged(LabCell cell, Score score) => cell.Diverged < score.Count ? L["diverged: {0} of {1}", cell.Diverged, score.Count] : L["diverged"];

    private static string Percent(double share) => (share * 100).ToString("0", CultureInfo.CurrentCulture) + " %";

    private static string Points(double difference) => (difference * 100).ToString("0.0", CultureInfo.CurrentCulture);

    private string Level(Score score) => (Matrix.Level(score) * 100).ToString("0", CultureInfo.InvariantCulture) + "%";
}
