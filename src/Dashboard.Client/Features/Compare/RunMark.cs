using System.Globalization;

namespace Dashboard.Client.Features.Compare;

/// <summary>How one of several runs is told from the others everywhere: a letter, a colour, a dash and a shape, by its place in the address.</summary>
/// <param name="Place">0 for the first run.</param>
public sealed record RunMark(int Place)
{
    private const int Colours = 8;
    private const int Letters = 26;

    private static readonly int[][] Dashes =
    [
        [], [10, 4], [3, 3], [12, 4, 3, 4], [6, 3], [16, 4], [2, 5], [10, 3, 2, 3, 2, 3], [20, 6], [5, 2, 1, 2], [14, 3, 6, 3], [1, 3],
    ];

    private static readonly string[] Shapes =
    [
        "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
        "M-4.5-4.5h9v9h-9z",
        "M0-6L5.5 4.5H-5.5z",
        "M0-6.5L6 0 0 6.5-6 0z",
        "M0 6L5.5-4.5H-5.5z",
        "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
        "M-5.6-2.8L-2.8-5.6 0-2.8 2.8-5.6 5.6-2.8 2.8 0 5.6 2.8 2.8 5.6 0 2.8-2.8 5.6-5.6 2.8-2.8 0z",
        "M0-7L1.8-2.2H6.7L2.8.9 4.3 5.8 0 2.9-4.3 5.8-2.8.9-6.7-2.2H-1.8z",
        "M-3-5.2H3L6 0 3 5.2H-3L-6 0z",
        "M-6-2.5h12v5h-12z",
        "M-2.5-6h5v12h-5z",
        "M0-6L5.7-1.9 3.5 4.9H-3.5L-5.7-1.9z",
    ];

    /// <summary>"A" for the first.</summary>
    public string Letter => Place < Letters ? ((char)('A' + Place)).ToString() : (Place + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Lengths of strokes and spaces, as charts take them; null for a solid line.</summary>
    public IReadOnlyList<int>? Dash => Dashes[Place % Dashes.Length] is { Length: > 0 } dash ? dash : null;

    /// <summary>The dash as SVG takes it.</summary>
    public string? DashText => Dash is { } dash ? string.Join(' ', dash.Select(length => length.ToString(CultureInfo.InvariantCulture))) : null;

    /// <summary>The outline of its shape, about the origin.</summary>
    public string Shape => Shapes[Place % Shapes.Length];

    /// <summary>Its colour, for the rules of the style sheet.</summary>
    public string Style => string.Create(CultureInfo.InvariantCulture, $"--place:var(--series-{Place % Colours})");
}
