using System.Runtime.InteropServices;

namespace Dashboard.Server.Runs;

/// <summary>Every point of one series, at rising iterations.</summary>
internal sealed class SeriesColumn(string name)
{
    private readonly List<int> _x = [];
    private readonly List<double> _y = [];
    private readonly List<double> _t = [];

    /// <summary>Adds a point. After a resume from a checkpoint iterations are measured again: the newer measurement stands.</summary>
    public void Add(int x, double y, long milliseconds)
    {
        if (_x.Count > 0 && _x[^1] >= x) CutFrom(x);
        _x.Add(x);
        _y.Add(y);
        _t.Add(milliseconds / 1000.0);
    }

    /// <summary>The points of the asked iterations, thinned.</summary>
    public Points Thinned(SeriesQuery query, long lastSeq)
    {
        var (first, count) = Range(query.From, query.To);
        var x = CollectionsMarshal.AsSpan(_x).Slice(first, count);
        var y = CollectionsMarshal.AsSpan(_y).Slice(first, count);
        var width = Buckets.Width(x, y, query.Most);
        var kept = width == 1 ? [.. Enumerable.Range(0, count)] : Buckets.Keep(x, y, width);
        var holes = 0;
        foreach (var value in y) holes += double.IsFinite(value) ? 0 : 1;
        return new Points(
            name, count, lastSeq, width, holes, [.. kept.Select(i => _x[first + i])], [.. kept.Select(i => _y[first + i])],
            [.. kept.Select(i => _t[first + i])]);
    }

    /// <summary>The points of the asked iterations, all of them.</summary>
    public IEnumerable<(int X, double Y, double T)> All(SeriesQuery query)
    {
        var (first, count) = Range(query.From, query.To);
        return Enumerable.Range(first, count).Select(i => (_x[i], _y[i], _t[i]));
    }

    private (int First, int Count) Range(int from, int to)
    {
        var first = Place(from);
        return (first, to == int.MaxValue ? _x.Count - first : Math.Max(0, Place(to + 1) - first));
    }

    private void CutFrom(int x)
    {
        var place = Place(x);
        _x.RemoveRange(place, _x.Count - place);
        _y.RemoveRange(place, _y.Count - place);
        _t.RemoveRange(place, _t.Count - place);
    }

    /// <summary>The first place whose iteration is not below.</summary>
    private int Place(int x)
    {
        var place = _x.BinarySearch(x);
        return place < 0 ? ~place : place;
    }
}
