using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Experts;
using Dashboard.Server.Hosting;
using Dashboard.Server.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Experts;

public sealed class StoredExpertsTests : IDisposable
{
    private const string Recipe =
        """
        { "version": 1, "data": "cifar10", "preprocessing": "zca", "trainPerClass": 0, "validationFraction": 0.1, "trainImages": "ab",
          "network": "convnet", "networkOptions": { "depth": 3 }, "epochs": 50, "learningRate": 0.01, "momentum": 0, "batchSize": 256,
          "augmentation": "color" }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(5);
    private readonly DashboardApplication _application;

    public StoredExpertsTests() => _application = new DashboardApplication(_folder.Path, _engine.Execute);

    private static string Name { get; } = Hash(Recipe);

    private static RunSpec Needs { get; } = new() { Method = new ComponentSpec { Name = "trajectory-matching" } };

    public void Dispose()
    {
        _application.Dispose();
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Without_a_folder_there_are_none() => Assert.Empty(await ListAsync());

    [Fact]
    public async Task Experts_are_listed_with_what_they_are_and_what_they_take()
    {
        Write(Name, "expert-000-ab.safetensors", 1000);
        Write(Name, "expert-001-cd.safetensors", 2000);
        Write(Name, "expert-002-ef.safetensors.draft", 30);
        var written = new DateTime(2031, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Path.Combine(Buffer(Name), "expert-001-cd.safetensors"), written);

        Assert.Equal(
            new ExpertBufferEntry(Name, "cifar10", "convnet", 50, 2, 3030 + Encoding.UTF8.GetByteCount(Recipe), written),
            Assert.Single(await ListAsync()));
    }

    [Theory]
    [InlineData("old-backup", Recipe)]      // bears another name than the hash of its recipe
    [InlineData("torn", "{ \"data\": \"cif")]
    [InlineData("none", null)]
    [InlineData("nothing", "null")]
    public async Task A_folder_that_cannot_be_read_is_listed_as_that_and_can_be_deleted(string kind, string? recipe)
    {
        var name = kind == "old-backup" || recipe is null ? kind : Hash(recipe);
        Write(name, "expert-000-ab.safetensors", 1000, recipe);
        Write(name, Path.Combine("inner", "thing"), 7, recipe);

        var entry = Assert.Single(await ListAsync());
        Assert.Equal((name, null, null, null, 1), (entry.Name, entry.DataSet, entry.Network, entry.Epochs, entry.Experts));
        Assert.Equal(1007 + Encoding.UTF8.GetByteCount(recipe ?? ""), entry.Bytes);

        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(name));
        Assert.False(Directory.Exists(Buffer(name)));
    }

    [Fact]
    public async Task A_deletion_removes_one_folder_and_what_is_not_there_is_told()
    {
        Write(Name, "expert-000-ab.safetensors", 1000);
        Write("other", "expert-000-ab.safetensors", 1000, null);

        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(new string('0', 64)));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(Name));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(Name));
        Assert.Equal([Buffer("other")], Directory.GetFileSystemEntries(_folder["experts"]));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("%2e%2e")]
    [InlineData("%2e%2e%2fkeys")]
    [InlineData("..%2fkeys")]
    [InlineData("..%5ckeys")]
    [InlineData("other%2f..%2f..%2fkeys")]
    [InlineData("other%2f")]
    [InlineData("other%2f.")]
    [InlineData(".")]
    [InlineData("%2ftmp")]
    [InlineData("OTHER")]
    [InlineData("note.txt")]
    public async Task A_name_that_is_not_listed_deletes_nothing(string name)
    {
        Write("other", "expert-000-ab.safetensors", 1000, null);
        await File.WriteAllTextAsync(Path.Combine(_folder["experts"], "note.txt"), "mine", TestContext.Current.CancellationToken);
        _ = _application.Server;
        var before = Everything();

        // The client resolves bare dots before it sends: "experts/.." is another address, which deletes nothing either.
        Assert.Contains(await DeleteAsync(name), new[] { HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed });
        Assert.Contains(_folder["keys"], before);
        Assert.Superset(before, Everything());

        HashSet<string> Everything() => [.. Directory.GetFileSystemEntries(_folder.Path), .. Directory.GetFileSystemEntries(_folder["experts"])];
    }

    [Fact]
    public async Task Of_a_link_only_the_link_goes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        using var elsewhere = new TemporaryFolder();
        await File.WriteAllTextAsync(elsewhere["expert-000-ab.safetensors"], "theirs", TestContext.Current.CancellationToken);
        Write(Name, "expert-000-ab.safetensors", 10);
        Directory.CreateSymbolicLink(Path.Combine(Buffer(Name), "inner"), elsewhere.Path);
        Directory.CreateSymbolicLink(Buffer("linked"), elsewhere.Path);

        var entries = await ListAsync();
        Assert.Equal([(Name, 10L + Encoding.UTF8.GetByteCount(Recipe)), ("linked", 0)], entries.Select(entry => (entry.Name, entry.Bytes)));
        foreach (var entry in entries) Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(entry.Name));

        Assert.Empty(await ListAsync());
        Assert.True(File.Exists(elsewhere["expert-000-ab.safetensors"]));
    }

    [Fact]
    public async Task What_the_disk_does_not_let_go_is_told_without_its_path()
    {
        var services = _application.Services;
        var door = services.GetRequiredService<EngineDoor>() with
        {
            Experts = () => [new ExpertBufferEntry("vanished", null, null, null, 0, 0, default)],
        };
        var experts = ActivatorUtilities.CreateInstance<StoredExperts>(services, door);
        var cancellation = TestContext.Current.CancellationToken;
        var fault = await Assert.ThrowsAsync<StorageException>(() => experts.DeleteAsync("vanished", cancellation));
        Assert.DoesNotContain(_folder.Path, fault.Message, StringComparison.Ordinal);
        await _application.SubmitAsync();       // the gate of submissions is open again
    }

    [Fact]
    public async Task Experts_stay_while_a_run_that_may_need_them_waits_or_works()
    {
        Write(Name, "expert-000-ab.safetensors", 1000);
        var works = await _application.SubmitAsync(Needs);
        await _application.UntilAsync(works, row => row.Status == RunStatus.Running);
        Assert.Equal(HttpStatusCode.Conflict, await DeleteAsync(Name));

        var waits = await _application.SubmitAsync(Needs);
        await _application.CommandAsync(works, RunCommand.Cancel);
        await _application.UntilAsync(waits, row => row.Status == RunStatus.Running);
        await _application.CommandAsync(waits, RunCommand.Pause);
        await _application.UntilAsync(waits, row => row.Status == RunStatus.Paused);
        Assert.Equal(HttpStatusCode.Conflict, await DeleteAsync(Name));
        Assert.True(File.Exists(Path.Combine(Buffer(Name), "expert-000-ab.safetensors")));

        await _application.CommandAsync(waits, RunCommand.Cancel);
        await _application.UntilAsync(waits, row => row.Status == RunStatus.Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(Name));
    }

    [Fact]
    public async Task Experts_stay_while_such_a_run_is_queued_behind_one_that_needs_none()
    {
        Write(Name, "expert-000-ab.safetensors", 1000);
        var first = await _application.SubmitAsync();
        await _application.UntilAsync(first, row => row.Status == RunStatus.Running);
        var queued = await _application.SubmitAsync(Needs);
        Assert.Equal(HttpStatusCode.Conflict, await DeleteAsync(Name));

        Assert.Equal(CommandResult.Done, await _application.CommandAsync(queued, RunCommand.Cancel));
        Assert.Equal(RunStatus.Running, _application.Desk.Summary(first)!.Status);
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(Name));
    }

    private static string Hash(string recipe) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recipe)));

    private string Buffer(string name) => Path.Combine(_folder["experts"], name);

    private void Write(string name, string file, int bytes, string? recipe = Recipe)
    {
        var path = Path.Combine(Buffer(name), file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new byte[bytes]);
        if (recipe is not null) File.WriteAllText(Path.Combine(Buffer(name), "experts.json"), recipe);
    }

    private async Task<List<ExpertBufferEntry>> ListAsync() =>
        (await _application.GetAsync("/api/v1/experts")).Deserialize(ContractsJson.Default.Of<List<ExpertBufferEntry>>())!;

    private async Task<HttpStatusCode> DeleteAsync(string name)
    {
        using var client = _application.CreateClient();
        using var answer = await client.DeleteAsync("/api/v1/experts/" + name, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
