using System.Diagnostics;
using System.Text.Json;
using Contracts;
using Dashboard.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Runs.Benchmarks;

/// <summary>Makes a store of ended runs as the server writes it: specs with many options, summaries, tags and 60 series each.</summary>
internal static class StoreFiller
{
    private const int Series = 60;
    private const int Batch = 200;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Data = ["demo", "fashion-mnist", "cifar10", "shapes"], Methods = ["distribution-matching", "gradient-matching", "trajectory-matching"];
    private static readonly string[] Names = [.. Enumerable.Range(0, Series).Select(i => i == 0 ? Contracts.Series.MatchingLoss : $"group{i % 6}/series-{i:00}").Order(StringComparer.Ordinal)];

    public static async Task FillAsync(string folder, int count)
    {
        var began = Stopwatch.GetTimestamp();
        using var store = new Store(new StorageFolder(folder), NullLogger<Store>.Instance);
        var (runs, metas, digests) = (new RunStore(store, NullLogger<RunStore>.Instance), new RunMetaStore(store, NullLogger<RunMetaStore>.Instance), new DigestStore(store));
        foreach (var numbers in Enumerable.Range(0, count).Chunk(Batch))
        {
            var random = new Random(numbers[0]);        // the same store every time
            var made = numbers.Select(number => Run(number, random)).ToList();
            await Task.WhenAll(made.Select(runs.InsertAsync));
            await digests.PutAsync([.. made.Select(run => (run.Summary.Id, Digest(random)))]);
            await metas.PutAsync([.. made.Where((_, i) => i % 5 == 0).Select((run, i) => new RunMeta { Id = run.Summary.Id, Tags = [$"tag{i % 7}", "poc"], Version = 1 })]);
        }

        Console.WriteLine($"store of {count:N0} runs made in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
    }

    private static StoredRun Run(int number, Random random)
    {
        var at = Start.AddMinutes(number * 7);
        var spec = new RunSpec
        {
            Name = $"Run {number} of the sweep",
            Seed = number % 10,
            Data = new DataSpec { Name = Data[number % Data.Length] },
            Method = new ComponentSpec { Name = Methods[number % Methods.Length], Options = Options(number, random) },
            TrainingNetwork = new ComponentSpec { Name = "convnet", Options = new Dictionary<string, JsonElement> { ["width"] = Json(16 << (number % 4)) } },
        };
        var accuracy = 0.2 + (0.6 * random.NextDouble());
        return new StoredRun(spec, RunState.Submitted(RunId.Create(at, number), spec, at).Summary with
        {
            Status = number % 11 == 0 ? RunStatus.Failed : RunStatus.Completed,
            StartedAt = at.AddSeconds(3),
            EndedAt = at.AddSeconds(3 + random.Next(60, 9_000)),
            Iteration = 1000,
            Iterations = 1000,
            Accuracy = number % 13 == 0 ? null : new Score(accuracy, 0.01, 5),
            RandomAccuracy = new Score(accuracy - 0.1, 0.02, 5),
            WorstNetwork = "lenet",
            WorstAccuracy = accuracy - 0.05,
            MatchingLoss = random.NextDouble(),
            LastSeq = 1,
        });
    }

    private static RunDigest Digest(Random random) => RunDigest.Of(1, Names, [.. Names.Select(_ => new SeriesDigest(1000, random.NextDouble(), 0, 1, 0.5))]);

    private static Dictionary<string, JsonElement> Options(int number, Random random) => new()
    {
        ["imagesPerClass"] = Json(new[] { 1, 10, 50 }[number % 3]),
        ["iterations"] = Json(1000),
        ["learningRate"] = Json(Math.Round(random.NextDouble(), 3)),
        ["realBatch"] = Json(256),
    };

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);
}
