using Contracts;

namespace EndToEnd.Tests;

/// <summary>Every page of the dashboard: whoever adds a page adds its address here, and it is checked like the others.</summary>
internal static class Addresses
{
    /// <summary>Pages that need no content to be there.</summary>
    public static IReadOnlyList<string> Always { get; } =
    [
        "/", "/runs", "/runs/new", "/queue", "/mitigate", "/datasets", "/settings", "/help", "/not-found",
    ];

    /// <summary>The parts of a run's page.</summary>
    public static IEnumerable<string> Of(RunId run) =>
        new[] { "overview", "charts", "images", "trajectory", "matrix", "log", "system", "config", "files" }.Select(tab => $"/runs/{run}?tab={tab}");

    /// <summary>The parts of a batch's page.</summary>
    public static IEnumerable<string> OfBatch(RunId batch) =>
        new[] { "matrix", "ablation", "curves", "advice", "cost", "log", "system", "config" }.Select(tab => $"/mitigate/{batch}?tab={tab}");
}
