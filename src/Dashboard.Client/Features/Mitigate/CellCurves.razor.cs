using Contracts;
using Dashboard.Client.Charts;
using Dashboard.Client.Features.Runs;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>Curves of chosen cells, one chart for each measured thing, all over the same epochs.</summary>
public sealed partial class CellCurves
{
    private static readonly (string Name, string Title, string[] Series)[] Things =
    [
        ("validation", "Validation accuracy", [Series.ValidationAccuracy]),
        ("keep", "Keep rate", [Series.KeepRate]),
        ("rate", "Learning rate", [Series.LearningRate]),
        ("sub", "Sub-networks: mean, lowest and highest accuracy",
            [Series.SubNetworkMean, Series.SubNetworkLowest, Series.SubNetworkHighest]),
        ("agreement", "Teacher-student agreement", [Series.Agreement]),
        ("loss", "Training loss", [Series.TrainLoss]),
        ("gradient", "Gradient norm", [Series.GradientNorm]),
        ("hessian", "Largest Hessian eigenvalue", [Series.HessianEigenvalue]),
    ];

    private static readonly int[][] Dashes = [[], [2, 3], [7, 4]];
    private CurveLists _lists = new([], [], [], 1);
    private CurveChoice _choice = new([], [], [], []);
    private IReadOnlyList<Chart> _charts = [];
    private int _left;
    private int? _last;
    private string _drawn = "";

    [Parameter, EditorRequired]
    public required RunView Run { get; set; }

    [Parameter, EditorRequired]
    public required LabNames Names { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override void OnParametersSet()
    {
        // Charts change where other cells are chosen or something new is measured; new points go past this component.
        var asked = Query.Of(Navigation, "cells");
        var news = $"{asked} {Run.State.Latest.Count}";
        if (news == _drawn) return;
        _drawn = news;
        _lists = CurveLists.Of(Run.Spec);
        _choice = CurveChoice.Parse(asked, _lists);
        var cells = _choice.Cells(Run.Spec, _lists);
        _left = Math.Max(0, cells.Count - CurveChoice.Most);
        _charts = [.. Things.Select(thing => ChartOf(thing.Name, thing.Title, thing.Series, [.. cells.Take(CurveChoice.Most)]))
            .Where(chart => chart.Feeds.Count > 0)];
        _last = LastEpoch([.. cells.Take(CurveChoice.Most)]);
    }

    private Chart ChartOf(string name, string title, string[] series, List<Cell> cells)
    {
        var feeds = from cell in cells.Index()
                    from part in series.Index()
                    let full = Series.Of(cell.Item, part.Item)
                    where Run.State.Latest.ContainsKey(full)
                    let dash = series.Length > 1 ? Dashes[part.Index] : null
                    select new ChartFeed(full, Label(cell.Item, part.Item, series.Length), cell.Index, dash);
        return new Chart(name, title, [.. feeds]);
    }

    /// <summary>What tells a cell from the others that are drawn.</summary>
    private string Label(Cell cell, string series, int parts)
    {
        var words = new List<string>();
        if (_choice.Networks.Count > 1) words.Add(Names.Network(cell.Network));
        words.Add(Names.Recipe(cell.Recipe));
        if (_choice.Sets.Count > 1 || cell.Set is MitigationPlan.Full or MitigationPlan.Random) words.Add(L["set-" + cell.Set]);
        if (_choice.Repeats.Count > 1) words.Add(L["repeat {0}", cell.Repeat + 1]);
        if (parts > 1) words.Add(L["sub-" + series.Split('/')[^1]]);
        return string.Join(" · ", words);
    }

    private int? LastEpoch(IReadOnlyList<Cell> cells)
    {
        if (Run.Spec.Mitigation is not { } batch || cells.Count == 0) return null;
        var recipes = MitigationPlan.Recipes(batch).ToDictionary(recipe => recipe.Name, recipe => BatchSize.EpochsOf(recipe, batch, Names));
        return cells.Max(cell => cell.Set == MitigationPlan.Full ? batch.FullDataEpochs : recipes[cell.Recipe]);
    }

    private void Choose(CurveChoice choice) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("cells", choice.ToQuery()), replace: true);

    /// <summary>Zoom, smoothing and the scale of x are one for all charts; the scale of y is each chart's own.</summary>
    private ChartView View(string name) => Read("cells") with { LogY = Read(name).LogY };

    private ChartView Read(string name) =>
        ChartView.Parse(Query.Of(Navigation, "c." + name));

    private void Keep(string name, ChartView view) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["c.cells"] = (view with { LogY = false }).ToQuery(),
            ["c." + name] = new ChartView { LogY = view.LogY }.ToQuery(),
        }),
        replace: true);

    /// <summary>A chart of one measured thing. Its key changes with its series.</summary>
    private sealed record Chart(string Name, string Title, IReadOnlyList<ChartFeed> Feeds)
    {
        public string Key => Name + ":" + string.Join('\n', Feeds.Select(feed => feed.Series));
    }
}
