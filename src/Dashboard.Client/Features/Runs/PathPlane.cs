using System.Globalization;
using Contracts;

namespace Dashboard.Client.Features.Runs;

/// <summary>Paths of one kind, scaled into a picture.</summary>
public sealed class PathPlane
{
    /// <summary>Width and height of the picture.</summary>
    public const int Width = 640, Height = 420;

    private const int Margin = 28;

    private readonly List<string> _names;
    private readonly double _left, _top, _scale;

    /// <summary>Fits the paths into the picture with one scale for both directions: distances can be compared.</summary>
    public PathPlane(IReadOnlyList<ProjectedPath> paths)
    {
        Paths = paths;
        _names = [.. paths.Select(path => path.Name.Length > 0 ? path.Name : path.Group).Distinct()];
        var (x, y) = (paths.SelectMany(path => path.X).DefaultIfEmpty().ToList(), paths.SelectMany(path => path.Y).DefaultIfEmpty().ToList());
        _scale = Math.Min((Width - 2 * Margin) / Span(x), (Height - 2 * Margin) / Span(y));
        _left = (Width - _scale * (x.Min() + x.Max())) / 2;
        _top = (Height + _scale * (y.Min() + y.Max())) / 2;
    }

    /// <summary>The paths as they were told.</summary>
    public IReadOnlyList<ProjectedPath> Paths { get; }

    /// <summary>How many things move.</summary>
    public int Count => _names.Count;

    /// <summary>The number of a path, 0 for the first: a class and its goal share one, expert and student have their own.</summary>
    public int Place(ProjectedPath path) => _names.IndexOf(path.Name.Length > 0 ? path.Name : path.Group);

    /// <summary>Across, from the left edge.</summary>
    public string X(double value) => Written(_left + _scale * value);

    /// <summary>Down, from the upper edge.</summary>
    public string Y(double value) => Written(_top - _scale * value);

    /// <summary>The points of a line.</summary>
    public string Line(ProjectedPath path) => string.Join(' ', path.X.Zip(path.Y, (x, y) => $"{X(x)},{Y(y)}"));

    /// <summary>Distance from the end of a path to its goal; null without a goal.</summary>
    public double? Left(ProjectedPath path) =>
        Paths.FirstOrDefault(goal => goal.Group == ProjectedPath.Real && goal.Name == path.Name) is { } goal
            ? Math.Sqrt(Math.Pow(path.X[^1] - goal.X[^1], 2) + Math.Pow(path.Y[^1] - goal.Y[^1], 2))
            : null;

    private static double Span(List<double> values) => Math.Max(1e-9, values.Max() - values.Min());

    private static string Written(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
