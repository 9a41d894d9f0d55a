using System.Globalization;
using Contracts;
using Dashboard.Client.Features.Runs;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>Networks × recipes, filling in while the batch runs; the chosen cell and the way of counting stand in the address.</summary>
public sealed partial class RecipeMatrix
{
    private LabMatrix _matrix = null!;

    [Parameter, EditorRequired]
    public required RunView Run { get; set; }

    [Parameter, EditorRequired]
    public required MitigationTable Table { get; set; }

    [Parameter, EditorRequired]
    public required LabNames Names { get; set; }

    [SupplyParameterFromQuery(Name = "score")]
    public string? ScoreText { get; set; }

    [SupplyParameterFromQuery(Name = "cell")]
    public string? CellText { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool Best => ScoreText == "best";

    /// <summary>Row and column of the chosen cell.</summary>
    private (int Row, int Column)? Picked => CellText?.Split('.') is [var first, var second]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row < _matrix.Networks.Count
        && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var column) && column < _matrix.Recipes.Count
        ? (row, column)
        : null;

    protected override void OnParametersSet() => _matrix = new LabMatrix(Table, Run.State.Cells, Run.Spec, Best);

    private void Ask(bool best) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("score", best ? "best" : null), replace: true);

    private void Pick((int Row, int Column)? cell) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameter("cell", cell is { } at ? string.Create(CultureInfo.InvariantCulture, $"{at.Row}.{at.Column}") : null),
        replace: true);

    private string Waits(int place) => Run.Over ? L["not trained"] : place == 1 ? L["next in line"] : L["{0} in line", place];

    private string Sentence(LabCell cell, int row, int? column) => string.Join(
        "; ", new[]
        {
            Names.Network(_matrix.Networks[row]),
            column is { } at ? Names.Recipe(_matrix.Recipes[at]) : L["Full data"].Value,
            cell.Score is { } score ? $"{Say.Accuracy(score)} % (n = {score.Count})" : null,
            cell.Gap is { } gap ? L["gap {0}", Say.Points(gap)].Value : null,
        }.OfType<string>());

    private static string Percent(double share) => (share * 100).ToString("0", CultureInfo.CurrentCulture) + " %";

    private static string Points(double difference) => (difference * 100).ToString("0.0", CultureInfo.CurrentCulture);

    private string Level(Score score) => (_matrix.Level(score) * 100).ToString("0", CultureInfo.InvariantCulture) + "%";
}
