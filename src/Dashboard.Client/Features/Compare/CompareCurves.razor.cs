using Dashboard.Client.Charts;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Client.Features.Compare;

/// <summary>One chart for each measure that a run has, with a line for each run. Zoom, smoothing and the scale of x are one for all.</summary>
public sealed partial class CompareCurves
{
    private const string Accuracy = "accuracy";
    private const string Shared = "c.all";
    private const int FirstShown = 4;
    private IReadOnlyList<CurveFamily> _families = [];
    private IReadOnlyList<Chart> _charts = [];
    private IReadOnlyList<string> _shown = [];
    private IReadOnlyList<string> _networks = [];
    private IReadOnlyList<ChartLine> _lines = [];
    private string _network = "";
    private string _accuracyKey = "";
    private string _linesKey = "";
    private bool _hasAccuracy;

    [Parameter, EditorRequired]
    public required CompareView View { get; set; }

    [CascadingParameter]
    public AddressChoices Choices { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string TitleOf(CurveFamily family) => family.Title is { } title ? L[title]
        : family.Name.Split('/', 2) is ["trainings", var series] ? series
        : family.Name;

    private string PartTitle(CurveFamily family) => family.Name switch
    {
        _ when family.Name.StartsWith("trainings/", StringComparison.Ordinal) => L["Training"],
        _ when family.Name.StartsWith("experts/", StringComparison.Ordinal) => L["Expert"],
        _ when family.Name.EndsWith("/class", StringComparison.Ordinal) => L["Class"],
        _ when family.Name.EndsWith("/layer", StringComparison.Ordinal) => L["Layer"],
        _ => L["Start epoch"],
    };

    protected override void OnParametersSet()
    {
        _families = CurveFamily.Of([.. View.Runs.Select(entry => entry.Run)]);
        _networks = [.. View.Runs.SelectMany(entry => entry.Run.State.Evaluations).Where(judged => judged.Set == "synthetic")
            .Select(judged => judged.Network).Distinct()];
        _hasAccuracy = _networks.Count > 0;
        _network = Query.Of(Navigation, "p." + Accuracy) is { } asked && _networks.Contains(asked) ? asked : "";
        _shown = CompareAddress.List(Navigation, "charts") ?? Usual();
        _charts = [.. _families.Where(family => _shown.Contains(family.Name)).Select(ChartOf)];
        var runs = string.Join(' ', View.Runs.Select(entry => $"{entry.Id}{entry.Mark.Letter}"));
        _accuracyKey = $"{runs} {_network}";
        var lines = $"{_accuracyKey} {View.Runs.Sum(entry => entry.Run.State.Evaluations.Count)}";
        if (lines == _linesKey) return;
        (_linesKey, _lines) = (lines, [.. View.Runs.Select(LineOf)]);
    }

    private IReadOnlyList<string> Usual()
    {
        var names = _families.Select(family => family.Name).ToList();
        IEnumerable<string> accuracy = _hasAccuracy ? [Accuracy] : [];
        return [.. names.Take(1), .. accuracy, .. names.Skip(1).Take(FirstShown - 2)];
    }

    private Chart ChartOf(CurveFamily family)
    {
        var part = family.Chosen(Query.Of(Navigation, "p." + family.Name));
        var feeds = from entry in View.Runs
                    where family.Series.ContainsKey((entry.Id, part))
                    select new ChartFeed(family.Series[(entry.Id, part)], entry.Label, entry.Mark.Place, entry.Mark.Dash, entry.Id);
        var without = View.Runs.Where(entry => !family.Series.ContainsKey((entry.Id, part))).Select(entry => entry.Mark.Letter);
        return new Chart(family, part, [.. feeds], string.Join(", ", without));
    }

    private ChartLine LineOf(CompareEntry entry)
    {
        var network = _network.Length > 0 ? _network : entry.Summary.TrainingNetwork;
        var points = entry.Run.State.Evaluations.Where(judged => judged.Set == "synthetic" && judged.Network == network)
            .GroupBy(judged => judged.Iteration).OrderBy(group => group.Key).ToList();
        return new ChartLine(
            entry.Label, points.ConvertAll(group => (double)group.Key), points.ConvertAll(group => group.Average(judged => judged.Accuracy)),
            points.ConvertAll(group => group.Max(judged => judged.At).ToUnixTimeMilliseconds() / 1000.0), entry.Mark.Place, entry.Mark.Dash, entry.Id);
    }

    private void Toggle(string name)
    {
        var shown = _shown.Contains(name) ? _shown.Where(other => other != name) : _shown.Append(name);
        Choices.Keep("charts", string.Join(',', shown));
    }

    private ChartView Read(string name) =>
        ChartView.Parse(Query.Of(Navigation, Shared)) with { LogY = ChartView.Parse(Query.Of(Navigation, "c." + name)).LogY };

    private void Keep(string name, ChartView view) => Choices.Keep(new Dictionary<string, object?>
    {
        [Shared] = (view with { LogY = false }).ToQuery(),
        ["c." + name] = new ChartView { LogY = view.LogY }.ToQuery(),
    });

    /// <summary>A chart of one measure. Its key changes with its lines.</summary>
    private sealed record Chart(CurveFamily Family, string Part, IReadOnlyList<ChartFeed> Feeds, string Without)
    {
        public string Key => string.Join('\n', Feeds.Select(feed => $"{feed.Run} {feed.Colour} {feed.Series}"));
    }
}
