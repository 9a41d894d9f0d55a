using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Client.Charts;

/// <summary>
/// The views of the charts of a page, in its address: one for all of them ("c"), one for each that differs ("c.loss"), and the zoom that the
/// charts of a group share ("z.run").
/// </summary>
public sealed class ChartViews(NavigationManager navigation)
{
    private const string ForAll = "c";

    /// <summary>The view of every chart that has none of its own.</summary>
    public ChartView All => ChartView.Parse(Query.Of(navigation, ForAll));

    /// <summary>Whether a chart is looked at in another way than the others.</summary>
    public bool AnyDiffers => Names().Any();

    /// <summary>How a chart is looked at.</summary>
    public ChartView Of(string name, string group)
    {
        var own = (Query.Of(navigation, Own(name)) is { } text ? ChartView.Parse(text) : All).Whole;
        var zoom = ChartView.Parse(Query.Of(navigation, Zoom(group)));
        return zoom.Axis == own.Axis ? own with { From = zoom.From, To = zoom.To } : own;
    }

    /// <summary>Keeps how one chart is looked at; its zoom is the group's.</summary>
    public void Keep(string name, string group, ChartView view)
    {
        var zoom = new ChartView { Axis = view.Axis, From = view.From, To = view.To };
        // "-" parses to the plain view: a chart may be plain where the others are not.
        var own = view.Whole == All ? null : view.Whole.ToQuery() ?? "-";
        Go(new() { [Own(name)] = own, [Zoom(group)] = zoom.From is null ? null : zoom.ToQuery() });
    }

    /// <summary>Looks at every chart in one way, those that differed too.</summary>
    public void KeepAll(ChartView view)
    {
        var all = Names().ToDictionary(name => name, _ => (object?)null);
        all[ForAll] = view.Whole.ToQuery();
        Go(all);
    }

    private IEnumerable<string> Names() => System.Web.HttpUtility.ParseQueryString(new Uri(navigation.Uri).Query).AllKeys
        .OfType<string>().Where(name => name.StartsWith(ForAll + ".", StringComparison.Ordinal));

    private void Go(Dictionary<string, object?> changes) =>
        navigation.NavigateTo(navigation.GetUriWithQueryParameters(changes), replace: true);

    private static string Own(string name) => $"{ForAll}.{name}";

    private static string Zoom(string group) => "z." + group;
}
