namespace Dashboard.Client.Features.Compare;

/// <summary>One run on a plot.</summary>
public sealed record PlotPoint(CompareEntry Entry, ComparedValue X, ComparedValue Y);
