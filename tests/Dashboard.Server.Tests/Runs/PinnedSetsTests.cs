using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Server.Tests.Runs;

public sealed class PinnedSetsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeLab _lab = new();
    private readonly DashboardApplication _application;

    public PinnedSetsTests() => _application = new DashboardApplication(_folder.Path, _lab.Execute);

    public void Dispose()
    {
        _application.Dispose();
        _lab.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(null, 10)]
    [InlineData(5, 5)]
    public async Task A_batch_has_the_set_in_its_own_folder_before_it_starts(int? asked, int pinned)
    {
        var source = await SourceAsync();
        var id = await _application.SubmitAsync(FakeLab.Batch(source, asked));
        var set = _application.Desk.Spec(id)!.Mitigation!.Set;
        Assert.Equal((source.Value, (int?)pinned), (set.Run, set.Iteration));
        Assert.Equal([(byte)pinned, 2], await File.ReadAllBytesAsync(Artifact(id, set.Artifact!), TestContext.Current.CancellationToken));
        await EndAsync(id);
        Assert.Equal([(byte)pinned, 2], _lab.SetOfBatch);
    }

    [Fact]
    public async Task The_source_may_be_deleted_and_its_batch_still_cloned()
    {
        var source = await SourceAsync();
        var id = await _application.SubmitAsync(FakeLab.Batch(source));
        Assert.Equal(CommandResult.Done, await _application.CommandAsync(source, RunCommand.Delete));
        await EndAsync(id);
        Assert.Equal([10, 2], _lab.SetOfBatch);

        using var client = _application.CreateClient();
        using var answer = await client.PostAsync($"/api/v1/runs/{id}/clone", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var clone = RunId.Parse((await BodyAsync(answer)).GetProperty("id").GetString()!, null);
        Assert.Equal(CommandResult.Done, await _application.CommandAsync(id, RunCommand.Delete));       // a clone owes its original nothing
        await EndAsync(clone);
        Assert.Equal([10, 2], _lab.SetOfBatch);
        Assert.Equal(_application.Desk.Spec(clone)!.Mitigation!.Set.Run, source.Value);
    }

    [Fact]
    public async Task What_a_spec_says_of_the_file_is_dropped()
    {
        var source = await SourceAsync();
        var batch = FakeLab.Batch(source, 5);
        var id = await _application.SubmitAsync(batch with { Mitigation = batch.Mitigation! with { Set = batch.Mitigation.Set with { Artifact = "../../../dashboard.db" } } });
        Assert.Matches("^[0-9a-f]{64}\\.npz$", _application.Desk.Spec(id)!.Mitigation!.Set.Artifact);
        var file = await _application.SubmitAsync(batch with
        {
            Mitigation = batch.Mitigation with { Set = new SetSpec { Source = "file", File = "images.npz", Artifact = "../../../dashboard.db" } },
        });
        Assert.Null(_application.Desk.Spec(file)!.Mitigation!.Set.Artifact);
    }

    [Fact]
    public async Task A_set_that_cannot_be_found_is_a_fault_and_leaves_no_folder()
    {
        var source = await SourceAsync();
        var without = await _application.SubmitAsync(FakeLab.Batch(source));
        var folders = Folders();
        var unknown = RunId.Create(DateTimeOffset.UnixEpoch, 1);
        Assert.Contains("There is no run", await FaultAsync(FakeLab.Batch(unknown), "mitigation.set.run"), StringComparison.Ordinal);
        Assert.Contains("There is no run", await FaultAsync(FakeLab.Batch(unknown, 5), "mitigation.set.run"), StringComparison.Ordinal);
        Assert.Contains("Name the run", await FaultAsync(FakeLab.Batch(null), "mitigation.set.run"), StringComparison.Ordinal);
        Assert.Contains("no synthetic set", await FaultAsync(FakeLab.Batch(without), "mitigation.set.run"), StringComparison.Ordinal);
        Assert.Contains("after 5, 10", await FaultAsync(FakeLab.Batch(source, 7), "mitigation.set.iteration"), StringComparison.Ordinal);
        Assert.Equal(folders, Folders());
    }

    [Fact]
    public async Task A_missing_file_and_a_damaged_one_are_told_apart()
    {
        var source = await SourceAsync();
        var folders = Folders();
        var files = Directory.GetFiles(Path.Combine(_folder["runs"], source.Value, "artifacts"), "*.npz");
        foreach (var file in files) await File.WriteAllBytesAsync(file, [1, 2, 3], TestContext.Current.CancellationToken);
        Assert.Contains("damaged", await FaultAsync(FakeLab.Batch(source), "mitigation.set.run"), StringComparison.Ordinal);
        foreach (var file in files) File.Delete(file);
        Assert.Contains("missing", await FaultAsync(FakeLab.Batch(source), "mitigation.set.run"), StringComparison.Ordinal);
        Assert.Equal(folders, Folders());
        Assert.Empty(Directory.GetFiles(_folder["temporary"]));
    }

    [Fact]
    public async Task Faults_of_the_engine_and_of_the_set_are_told_together()
    {
        using var folder = new TemporaryFolder();
        await using var application = new DashboardApplication(folder.Path, _lab.Execute) { Check = _ => [new SpecFault("seed", "Too odd.")] };
        using var client = application.CreateClient();
        using var answer = await client.PostAsJsonAsync("/api/v1/runs", FakeLab.Batch(null), ContractsJson.Default.Options, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(["seed", "mitigation.set.run"], (await BodyAsync(answer)).GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("path").GetString()!));
    }

    [Fact]
    public async Task A_submission_that_cannot_be_copied_is_refused_as_a_whole()
    {
        var source = await SourceAsync();
        var folders = Folders();
        Directory.Delete(_folder["temporary"], recursive: true);
        using var client = _application.CreateClient();
        using var answer = await client.PostAsJsonAsync("/api/v1/runs", FakeLab.Batch(source), ContractsJson.Default.Options, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(folders, Folders());
        Assert.Single(_application.Desk.List());
    }

    private async Task<RunId> SourceAsync()
    {
        var id = await _application.SubmitAsync();
        await _application.UntilAsync(id, row => row.Status == RunStatus.Completed);
        return id;
    }

    private async Task EndAsync(RunId id)
    {
        _lab.Allow(10);
        await _application.UntilAsync(id, row => row.Status == RunStatus.Completed);
    }

    private async Task<string> FaultAsync(RunSpec spec, string path)
    {
        var submission = await _application.Desk.SubmitAsync(spec, TestContext.Current.CancellationToken);
        Assert.Null(submission.Run);
        var fault = Assert.Single(submission.Faults);
        Assert.Equal(path, fault.Path);
        return fault.Message;
    }

    private string Artifact(RunId id, string name) => Path.Combine(_folder["runs"], id.Value, "artifacts", name);

    private string[] Folders() => [.. Directory.GetDirectories(_folder["runs"]).Order(StringComparer.Ordinal)];

    private static Task<JsonElement> BodyAsync(HttpResponseMessage answer) =>
        answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
