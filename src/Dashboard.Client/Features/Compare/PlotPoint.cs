namespace Dashboard.Client.Features.Compare;

/// <summary>One run on a plot.</summary>
public sealed record PlotPoint(CompareEntry Entry, FieldValue X, FieldValue Y);
