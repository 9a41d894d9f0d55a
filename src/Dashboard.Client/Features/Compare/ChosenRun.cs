using Contracts;

namespace Dashboard.Client.Features.Compare;

/// <summary>A run that the address names, and how it is marked.</summary>
public sealed record ChosenRun(RunMark Mark, RunSummary Summary);
