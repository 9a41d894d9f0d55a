namespace Dashboard.Client.Charts;

/// <summary>The bars of one colour.</summary>
/// <param name="Name">For people.</param>
/// <param name="Points">One for each category; null where there is no bar.</param>
public sealed record SummarySeries(string Name, IReadOnlyList<SummaryPoint?> Points);

/// <summary>One bar.</summary>
/// <param name="Value">Its height.</param>
/// <param name="Deviation">Length of its whisker to each side; 0 for none.</param>
/// <param name="Mark">Where a marker crosses it; null for none.</param>
public sealed record SummaryPoint(double Value, double Deviation, double? Mark);
