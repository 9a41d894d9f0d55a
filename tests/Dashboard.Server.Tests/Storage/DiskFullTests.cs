using System.Security.Cryptography;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Storage;
using Engine.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Storage;

/// <summary>On a real, small disk: the variable names an empty folder of a file system of a few MiB. Skipped without one.</summary>
public sealed class DiskFullTests
{
    private const string Variable = "DASHBOARD_SMALL_DISK";
    private const int Events = 400;

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

    /// <summary>Takes all but some pages, so that a submission fits and a log does not.</summary>
    private static async Task<RunId> SubmitAsync(DashboardApplication application, string filler)
    {
        using (var file = File.OpenWrite(filler)) file.SetLength(file.Length - (256 * 1024));
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
