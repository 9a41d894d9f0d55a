using System.Net.Http.Json;
using System.Security.Cryptography;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Storage;
using Engine.Runs;
using LiteDB;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Storage;

/// <summary>On a real, small disk: the variable names an empty folder of a file system of a few MiB. Skipped without one.</summary>
public sealed class DiskFullTests
{
    private const string Variable = "DASHBOARD_SMALL_DISK";
    private const int Events = 400;
    private const int Rounds = 30;

    [Fact]
    public async Task A_run_is_held_while_the_disk_is_full_and_goes_on_by_itself()
    {
        var disk = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(disk is null, $"{Variable} is not set.");
        var folder = Path.Combine(disk!, "store");
        var filler = Path.Combine(disk!, "filler");
        try
        {
            await using var application = new DashboardApplication(folder, Execute);
            _ = application.Server;
            Fill(filler);
            var id = await SubmitAsync(application, filler);
            var held = await application.UntilAsync(id, row => row is { Status: RunStatus.Paused, Reason.Length: > 0 });
            Assert.Contains("disk", held.Reason, StringComparison.Ordinal);
            Assert.Equal(1, (await application.GetAsync("/api/v1/runs")).GetArrayLength());
            File.Delete(filler);
            await application.UntilAsync(id, row => row.Status == RunStatus.Completed);
            var events = await application.FollowAsync(id);
            Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(e => e.Seq));
            Assert.Equal(Events, events.OfType<Noted>().Count(note => note.Level == "information"));
            Assert.False(application.Desk.IsDamaged(id));
        }
        finally
        {
            File.Delete(filler);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_upload_that_does_not_fit_is_told_and_leaves_nothing()
    {
        var disk = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(disk is null, $"{Variable} is not set.");
        var folder = Path.Combine(disk!, "uploads");
        try
        {
            await using var application = new DashboardApplication(folder, Execute);
            var sets = application.Services.GetRequiredService<ISets>();
            var free = new DriveInfo(disk!).AvailableFreeSpace;
            byte[] large = [(byte)'P', (byte)'K', 3, 4, .. new byte[free]];
            var refused = await sets.UploadAsync("large.npz", new MemoryStream(large), TestContext.Current.CancellationToken);
            Assert.Contains("disk full", refused.Fault!.ToString(), StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(Path.Combine(folder, "sets")));
            Assert.Empty(Directory.GetFiles(Path.Combine(folder, "temporary")));
            var small = await sets.UploadAsync("small.npz", new MemoryStream(large[..1000]), TestContext.Current.CancellationToken);
            Assert.Equal("small.npz", small.Entry!.FileName);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_set_can_be_deleted_to_make_room()
    {
        var disk = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(disk is null, $"{Variable} is not set.");
        var folder = Path.Combine(disk!, "sets");
        var filler = Path.Combine(disk!, "filler");
        var cancellation = TestContext.Current.CancellationToken;
        try
        {
            await using var application = new DashboardApplication(folder, Execute);
            var sets = application.Services.GetRequiredService<IDataSets>();
            var pictures = Enumerable.Range(0, 2000).Select(i => ($"{i % 2}/{i}.png", TinyPng.Of(8, 8, (byte)(i % 2)))).ToArray();
            var zip = TinyPng.Zip(pictures);
            var answer = await sets.UploadAsync(
                new DataSetRegistration { Name = "large" }, [new DataSetFile("a.zip", zip.Length, _ => new MemoryStream(zip))], null, cancellation);
            Assert.Empty(answer.Faults);
            Fill(filler);
            Assert.Equal(CommandResult.Done, await sets.DeleteAsync("large", cancellation));
            Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(folder, "data")));
            Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(folder, "temporary")));
            Assert.Null(application.Services.GetRequiredService<DataSetStore>().Find("large").Origin);
        }
        finally
        {
            File.Delete(filler);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_was_told_to_be_written_is_there_and_everything_goes_on_without_a_restart()
    {
        var disk = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(disk is null, $"{Variable} is not set.");
        var folder = Path.Combine(disk!, "often");
        var filler = Path.Combine(disk!, "filler");
        try
        {
            var told = new SortedSet<int>();
            using (var store = StoredRuns.Open(folder))
            {
                using var stop = new CancellationTokenSource();
                var reading = Task.Run(() => ReadOn(store, stop.Token), TestContext.Current.CancellationToken);
                for (var round = 0; round < Rounds; round++)
                {
                    Fill(filler);
                    Leave(filler, round % 3 * 40 * 1024);
                    await WriteUntilFullAsync(store, told, round * 1000);
                    await TryAsync(store.FreeAsync);        // brings the log into the database file, which grows
                    await TryAsync(store.CompactAsync);
                    Assert.Equal(told, Found(store));       // it can be read while the disk is full
                    File.Delete(filler);
                    await WriteAsync(store, told, (round * 1000) + 999);
                    Assert.Equal(told, Found(store));
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                }

                await stop.CancelAsync();
                Assert.True(await reading > 0);
            }

            using var again = StoredRuns.Open(folder);
            Assert.Equal(told, Found(again));
        }
        finally
        {
            File.Delete(filler);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_card_is_kept_or_its_keeper_is_told_that_the_store_cannot_be_written()
    {
        var disk = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(disk is null, $"{Variable} is not set.");
        var folder = Path.Combine(disk!, "cards");
        var filler = Path.Combine(disk!, "filler");
        try
        {
            await using var application = new DashboardApplication(folder, Execute);
            using var client = application.CreateClient();
            Fill(filler);
            Leave(filler, 128 * 1024);
            var kept = "";
            for (var (i, faults) = (0, 0); faults < 5; i++)
            {
                var purpose = i + new string('x', 3000);
                var told = await PutAsync(client, purpose);
                if (told.Length == 0) kept = purpose;
                else faults++;
                Assert.True(told.Length == 0 || told.Contains("Is the disk full?", StringComparison.Ordinal), told);
                Assert.Equal(kept, application.Services.GetRequiredService<IDataSets>().Find("demo")!.Card.Purpose);
            }

            File.Delete(filler);
            Assert.Empty(await PutAsync(client, "There is room again"));
            Assert.Equal("There is room again", application.Services.GetRequiredService<IDataSets>().Find("demo")!.Card.Purpose);
        }
        finally
        {
            File.Delete(filler);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Nothing if it was kept, and what is told if it was not.</summary>
    private static async Task<string> PutAsync(HttpClient client, string purpose)
    {
        using var answer = await client.PutAsJsonAsync("/api/v1/datasets/demo/card", new { purpose }, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task TryAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (StorageException)
        {
            // It did not fit.
        }
    }

    private static async Task WriteUntilFullAsync(Store store, SortedSet<int> told, int from)
    {
        var faults = 0;
        for (var i = from; faults < 3; i++)
        {
            Assert.True(i < from + 900, "The disk is never full.");
            try
            {
                await WriteAsync(store, told, i);
            }
            catch (StorageException)
            {
                faults++;
            }
        }
    }

    private static async Task WriteAsync(Store store, SortedSet<int> told, int id)
    {
        await store.WriteAsync(database => database.GetCollection("recipes")
            .Upsert(new BsonDocument { ["_id"] = id, ["bytes"] = RandomNumberGenerator.GetBytes(3000) }));
        told.Add(id);
    }

    /// <summary>What is found of those that were written.</summary>
    private static IEnumerable<int> Found(Store store) =>
        store.Read(database => database.GetCollection("recipes").FindAll().Select(document => document["_id"].AsInt32).ToList());

    /// <summary>Reads over and over, so that transactions of readers are open when the disk is full.</summary>
    private static int ReadOn(Store store, CancellationToken stop)
    {
        var read = 0;
        while (!stop.IsCancellationRequested) read += Found(store).Count();
        return read;
    }

    private static void Leave(string filler, int bytes)
    {
        using var file = File.OpenWrite(filler);
        file.SetLength(file.Length - bytes);
    }

    /// <summary>Takes all but some pages, so that a submission fits and a log does not.</summary>
    private static async Task<RunId> SubmitAsync(DashboardApplication application, string filler)
    {
        Leave(filler, 256 * 1024);
        return await application.SubmitAsync();
    }

    private static void Fill(string filler)
    {
        using var file = File.OpenWrite(filler);
        var block = new byte[16 * 1024];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // The disk is full, which is what was wanted.
        }
    }

    private static void Execute(RunSpec spec, RunLog log, RunControl control, string folder)
    {
        log.Append(new RunStarted("cpu", 1, "fake", 0));
        for (var k = 1; k <= Events; k++)
        {
            while (control.PauseRequested && control.Request == StopRequest.None) Thread.Yield();
            log.Append(new Noted("information", Convert.ToHexString(RandomNumberGenerator.GetBytes(1000))));
        }

        log.Append(new RunEnded(RunStatus.Completed, ""));
    }
}
