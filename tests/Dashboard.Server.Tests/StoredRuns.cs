using Contracts;
using Dashboard.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Server.Tests;

/// <summary>A storage folder with ended runs in it, as an earlier server left it.</summary>
internal static class StoredRuns
{
    public static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static RunId Id(int number) => RunId.Create(Start.AddMinutes(number), number);

    public static Store Open(string folder) => new(new StorageFolder(folder), NullLogger<Store>.Instance);

    /// <summary>Writes runs 1, 2, … with so many points each; a test changes their rows.</summary>
    public static async Task FillAsync(string folder, int runs, int points = 10, Func<int, RunSpec>? spec = null, Func<int, RunSummary, RunSummary>? change = null)
    {
        using var open = Open(folder);
        var store = new RunStore(open, NullLogger<RunStore>.Instance);
        for (var number = 1; number <= runs; number++)
        {
            var asked = spec?.Invoke(number) ?? new RunSpec { Name = $"Run {number}" };
            var events = Events(points, number).ToList();
            var state = events.Aggregate(RunState.Submitted(Id(number), asked, Start.AddMinutes(number)), (next, e) => next.Apply(e));
            var row = change?.Invoke(number, state.Summary) ?? state.Summary;
            await store.InsertAsync(new StoredRun(asked, row));
            await store.AppendAsync(new StoredRun(asked, row), [.. events.Chunk(EventChunk.Size).Select(chunk => EventChunk.Pack(Id(number), chunk))]);
        }
    }

    private static IEnumerable<RunEvent> Events(int points, int number)
    {
        var at = Start.AddMinutes(number);
        yield return new RunStarted("cpu", 1, "fake", 0) { Seq = 1, At = at };
        for (var i = 1; i <= points; i++)
        {
            yield return new Measured(i, new Dictionary<string, double> { [Series.MatchingLoss] = (number * 100) + i, ["noise/a"] = Math.Sin(i * number) })
            { Seq = i + 1, At = at };
        }

        yield return new RunEnded(RunStatus.Completed, "") { Seq = points + 2, At = at.AddSeconds(number) };
    }
}
