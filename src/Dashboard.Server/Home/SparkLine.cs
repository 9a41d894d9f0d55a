using Contracts;

namespace Dashboard.Server.Home;

/// <summary>A curve of few stretches, however many values come: two neighbours become one, and the smallest and the largest value of each stay.</summary>
internal sealed class SparkLine
{
    public const int Most = 128;
    private readonly Lock _gate = new();
    private readonly List<SparkPoint> _points = [];
    private int _perPoint = 1;
    private int _inLast;

    public IReadOnlyList<SparkPoint> Points
    {
        get { lock (_gate) return [.. _points]; }
    }

    public void Add(double x, double y)
    {
        lock (_gate)
        {
            if (_points is [.., var last] && _inLast < _perPoint)
            {
                _points[^1] = last with { Low = Math.Min(last.Low, y), High = Math.Max(last.High, y) };
                _inLast++;
                return;
            }

            if (_points.Count == Most) Halve();
            _points.Add(new SparkPoint(x, y, y));
            _inLast = 1;
        }
    }

    private void Halve()
    {
        for (var i = 0; i < Most / 2; i++)
        {
            var (left, right) = (_points[2 * i], _points[(2 * i) + 1]);
            _points[i] = new SparkPoint(left.X, Math.Min(left.Low, right.Low), Math.Max(left.High, right.High));
        }

        _points.RemoveRange(Most / 2, Most / 2);
        _perPoint *= 2;
    }
}
