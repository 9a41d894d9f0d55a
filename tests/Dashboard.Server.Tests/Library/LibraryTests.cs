using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Contracts;
using Dashboard.Client.Doors;
using Engine.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Library;

public sealed class LibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeLab _lab = new();
    private readonly DashboardApplication _application;

    public LibraryTests() => _application = new DashboardApplication(_folder.Path, Execute);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ILibrary Library => _application.Services.GetRequiredService<ILibrary>();

    public void Dispose()
    {
        _application.Dispose();
        _lab.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_version_outlives_its_run_and_a_deletion_names_it_first()
    {
        var run = await SourceAsync();
        var version = await RegisterAsync(run, "pets", "first one", "Ada");
        Assert.Equal((1, 10, "first one", "Ada", "fake"), (version.Version, version.Set.Iteration, version.Note, version.RegisteredBy, version.Engine));
        Assert.Equal((2L, 2L), (version.DataBytes, version.PictureBytes));

        using var client = _application.CreateClient();
        using (var refused = await client.DeleteAsync($"/api/v1/runs/{run}?purge=true", Cancellation))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Contains("pets/1", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
            Assert.NotNull(_application.Desk.State(run));
        }

        using (var refused = await client.PostAsJsonAsync("/api/v1/runs/purge", new[] { run.Value }, Cancellation))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.NotNull(_application.Desk.State(run));
        }

        using (var taken = await client.DeleteAsync($"/api/v1/runs/{run}?purge=true&keepVersions=true", Cancellation)) Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        Assert.Null(_application.Desk.State(run));
        Assert.Equal([10, 2], await client.GetByteArrayAsync("/api/v1/library/pets/1/set.npz", Cancellation));
        Assert.Equal([10, 1], await client.GetByteArrayAsync("/api/v1/library/pets/latest/set.png", Cancellation));
        Assert.Equal(version.Set.Data[..64], Library.Find("pets")!.Versions[0].Hash);
    }

    [Fact]
    public async Task After_its_run_is_gone_a_version_can_still_be_trained_on()
    {
        var run = await SourceAsync();
        var version = await RegisterAsync(run, "pets");
        Assert.Equal(CommandResult.Done, await _application.CommandAsync(run, RunCommand.Purge));
        var batch = await _application.SubmitAsync(FakeLab.Batch(run));
        _lab.Allow(20);
        await _application.UntilAsync(batch, row => row.Status == RunStatus.Completed);
        Assert.Equal([10, 2], _lab.SetOfBatch);
        Assert.Equal([batch], Library.Batches(version).Select(row => row.Id));
        Assert.Empty(Library.Batches(version with { Set = version.Set with { Data = new string('0', 64) + ".npz" } }));
    }

    [Fact]
    public async Task Latest_moves_by_itself_and_people_move_the_others_with_a_history()
    {
        var run = await SourceAsync();
        await RegisterAsync(run, "pets", iteration: 5);
        await RegisterAsync(run, "pets", iteration: 10);
        Assert.Equal(new Dictionary<string, int> { ["latest"] = 2 }, Library.Find("pets")!.Aliases);

        await DoneAsync(Library.MoveAliasAsync("pets", "production", 1, "Ada", "good enough", Cancellation));
        await DoneAsync(Library.MoveAliasAsync("pets", "production", 2, "Grace", "", Cancellation));
        await DoneAsync(Library.MoveAliasAsync("pets", "production", 2, "Grace", "", Cancellation));       // nothing to do, nothing told
        await DoneAsync(Library.MoveAliasAsync("pets", "candidate", 1, "", "", Cancellation));
        await DoneAsync(Library.MoveAliasAsync("pets", "candidate", null, "", "", Cancellation));
        var set = Library.Find("pets")!;
        Assert.Equal(new Dictionary<string, int> { ["latest"] = 2, ["production"] = 2 }, set.Aliases);
        Assert.Equal(
            ["AliasRemoved candidate 1 ", "AliasMoved candidate 1 ", "AliasMoved production 2 Grace", "AliasMoved production 1 Ada", "Registered  2 ", "Registered  1 "],
            set.History.Select(e => $"{e.Kind} {e.Alias} {e.Version} {e.By}"));
        Assert.Equal("good enough", set.History[3].Note);
        Assert.All(set.History, e => Assert.InRange(TimeProvider.System.GetUtcNow() - e.At, TimeSpan.Zero, TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_with_every_fault()
    {
        var run = await SourceAsync();
        await RegisterAsync(run, "pets");
        Assert.Equal(["name"], await FaultsAsync(new LibraryRegistration { Run = run, Name = "pets" }));
        Assert.Equal(["by", "note", "name", "iteration"], await FaultsAsync(new LibraryRegistration
        {
            Run = run,
            Iteration = 7,
            Name = "../pets",
            By = new string('a', 81),
            Note = new string('n', 1001),
        }));
        foreach (var name in new[] { "", "Pets", "a/b", ".a", "a b", "ペット", new string('a', 65) })
            Assert.Equal(["name"], await FaultsAsync(new LibraryRegistration { Run = run, Name = name }));
        Assert.Equal(["run"], await FaultsAsync(new LibraryRegistration { Run = RunId.Parse("0123456789abcdef", null), Name = "other" }));
        Assert.Equal(CommandResult.Refused, (await Library.MoveAliasAsync("pets", "latest", 1, "", "", Cancellation)).Result);
        Assert.Equal(CommandResult.NotFound, (await Library.MoveAliasAsync("pets", "production", 9, "", "", Cancellation)).Result);
        Assert.Equal(CommandResult.NotFound, (await Library.MoveAliasAsync("none", "production", 1, "", "", Cancellation)).Result);
        Assert.Equal(CommandResult.Refused, (await Library.EditAsync("pets", 1, new LibraryCard { Limits = new string('x', 4001) }, "", Cancellation)).Result);
        Assert.Equal(CommandResult.Refused, (await Library.DeleteAsync("pets", 1, "", Cancellation)).Result);
    }

    [Fact]
    public async Task A_retired_version_can_be_put_back_until_it_is_deleted_and_its_number_never_returns()
    {
        var run = await SourceAsync();
        await RegisterAsync(run, "pets", iteration: 5);
        await RegisterAsync(run, "pets", iteration: 10);
        await RegisterAsync(run, "shared", iteration: 10);
        await DoneAsync(Library.MoveAliasAsync("pets", "production", 2, "", "", Cancellation));
        Assert.Equal(CommandResult.Refused, (await Library.RetireAsync("pets", 2, true, "", Cancellation)).Result);
        await DoneAsync(Library.MoveAliasAsync("pets", "production", null, "", "", Cancellation));
        await DoneAsync(Library.RetireAsync("pets", 2, true, "", Cancellation));
        Assert.Equal(1, Library.Find("pets")!.Aliases["latest"]);
        Assert.Equal(CommandResult.Refused, (await Library.MoveAliasAsync("pets", "production", 2, "", "", Cancellation)).Result);
        await DoneAsync(Library.RetireAsync("pets", 2, false, "", Cancellation));
        Assert.Equal(2, Library.Find("pets")!.Aliases["latest"]);

        await DoneAsync(Library.RetireAsync("pets", 2, true, "", Cancellation));
        await DoneAsync(Library.DeleteAsync("pets", 2, "", Cancellation));
        Assert.Equal(4, Directory.GetFiles(_folder["library"]).Length);        // "shared" still needs the files of iteration 10
        await DoneAsync(Library.RetireAsync("shared", 1, true, "", Cancellation));
        await DoneAsync(Library.DeleteAsync("shared", 1, "", Cancellation));
        Assert.Equal(2, Directory.GetFiles(_folder["library"]).Length);
        Assert.Null(Library.Find("shared"));
        Assert.Equal(3, (await RegisterAsync(run, "pets", iteration: 10)).Version);
        Assert.Equal(2, (await RegisterAsync(run, "shared", iteration: 10)).Version);
    }

    [Fact]
    public async Task A_file_that_is_not_what_its_name_says_is_not_registered()
    {
        var run = await SourceAsync();
        var data = _application.Desk.State(run)!.SyntheticSets[10].Data;
        await File.WriteAllBytesAsync(Path.Combine(_folder["runs"], run.Value, "artifacts", data), [9, 9, 9], Cancellation);
        Assert.Equal(["run"], await FaultsAsync(new LibraryRegistration { Run = run, Name = "pets" }));
        Assert.Empty(Library.List());
        Assert.Empty(Directory.GetFiles(_folder["library"]));
        Assert.Empty(Directory.GetFiles(_folder["temporary"]));
    }

    [Fact]
    public async Task Scores_of_another_iteration_do_not_stand_on_a_version()
    {
        var run = await SourceAsync();
        Assert.Null((await RegisterAsync(run, "early", iteration: 5)).Accuracy);
        var judged = (await RegisterAsync(run, "late", iteration: 10)).Accuracy!;
        Assert.Equal((0.5, 2), (Math.Round(judged.Mean, 6), judged.Count));
    }

    [Fact]
    public async Task The_library_is_there_after_a_restart()
    {
        var run = await SourceAsync();
        var before = await RegisterAsync(run, "pets", "kept", "Ada");
        await DoneAsync(Library.EditAsync("pets", 1, new LibraryCard { Description = "日本語 <b>", Limits = "none" }, "Ada", Cancellation));
        await DoneAsync(Library.MoveAliasAsync("pets", "candidate", 1, "Ada", "", Cancellation));
        await _application.DisposeAsync();
        await using var again = new DashboardApplication(_folder.Path, Execute);
        var set = Assert.Single(again.Services.GetRequiredService<ILibrary>().List());
        Assert.Equal(("日本語 <b>", 1, before.Hash), (set.Versions[0].Card.Description, set.Aliases["candidate"], set.Versions[0].Hash));
        Assert.Equal(before.Spec.Method.Name, set.Versions[0].Spec.Method.Name);
        Assert.Equal([3L, 2, 1], set.History.Select(e => e.Seq));
    }

    [Fact]
    public async Task Rest_does_what_pages_do()
    {
        var run = await SourceAsync();
        using var client = _application.CreateClient();
        using var made = await client.PostAsJsonAsync("/api/v1/library", new { run = run.Value, name = "pets", by = "Ada" }, Cancellation);
        Assert.Equal((HttpStatusCode.Created, "/api/v1/library/pets/1"), (made.StatusCode, made.Headers.Location!.OriginalString));
        using var twice = await client.PostAsJsonAsync("/api/v1/library", new { run = run.Value, name = "pets" }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, twice.StatusCode);
        using var moved = await client.PutAsJsonAsync("/api/v1/library/pets/aliases/production", new { version = 1, by = "Ada" }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        using var card = await client.PutAsJsonAsync("/api/v1/library/pets/1/card", new { description = "Cats" }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, card.StatusCode);
        using var retired = await client.PutAsync("/api/v1/library/pets/1/retired", null, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, retired.StatusCode);

        var row = (await _application.GetAsync("/api/v1/library")).EnumerateArray().Single();
        Assert.Equal((1, 1), (row.GetProperty("aliases").GetProperty("latest").GetInt32(), row.GetProperty("aliases").GetProperty("production").GetInt32()));
        Assert.Equal("Cats", (await _application.GetAsync("/api/v1/library/pets/production")).GetProperty("card").GetProperty("description").GetString());
        var files = (await _application.GetAsync("/api/v1/library/pets/1/files")).EnumerateArray().ToList();
        foreach (var file in files)
        {
            var bytes = await client.GetByteArrayAsync($"/api/v1/library/pets/1/set.{file.GetProperty("kind").GetString()}", Cancellation);
            Assert.Equal(file.GetProperty("hash").GetString(), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
            Assert.Equal(file.GetProperty("bytes").GetInt64(), bytes.Length);
        }

        Assert.Equal(["npz", "zip", "png"], files.Select(file => file.GetProperty("kind").GetString()));
        foreach (var path in new[] { "none", "pets/2", "pets/candidate", "pets/1/set.db", "pets/..%2f..%2fdashboard.db/set.png", "pets/-1" })
        {
            using var answer = await client.GetAsync("/api/v1/library/" + path, Cancellation);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
        }
    }

    [Fact]
    public async Task Of_many_moves_at_once_each_is_told_and_the_last_one_holds()
    {
        var run = await SourceAsync();
        await RegisterAsync(run, "pets", iteration: 5);
        await RegisterAsync(run, "pets", iteration: 10);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => DoneAsync(Library.MoveAliasAsync("pets", "production", 1 + (i % 2), $"{i}", "", Cancellation))));
        var set = Library.Find("pets")!;
        var moves = set.History.Where(e => e.Kind == LibraryEventKind.AliasMoved).ToList();
        Assert.Equal(moves[0].Version, set.Aliases["production"]);
        Assert.All(moves.Zip(moves.Skip(1)), pair => Assert.NotEqual(pair.First.Version, pair.Second.Version));
        Assert.Equal(set.History.Count, set.History.Select(e => e.Seq).Distinct().Count());
    }

    /// <summary>Distillations also judge the set after iteration 10, twice.</summary>
    private void Execute(RunSpec spec, RunLog log, RunControl control, string folder)
    {
        if (spec.Mitigation is null)
            foreach (var repeat in new[] { 0, 1 })
                log.Append(new NetworkEvaluated(10, spec.TrainingNetwork.Label, "synthetic", repeat, 0.4 + (0.2 * repeat), null, 1, 5, 1));
        _lab.Execute(spec, log, control, folder);
    }

    private async Task<RunId> SourceAsync()
    {
        var id = await _application.SubmitAsync();
        await _application.UntilAsync(id, row => row.Status == RunStatus.Completed);
        return id;
    }

    private async Task<LibraryVersion> RegisterAsync(RunId run, string name, string note = "", string by = "", int? iteration = null)
    {
        var answer = await Library.RegisterAsync(new LibraryRegistration { Run = run, Name = name, Note = note, By = by, Iteration = iteration }, Cancellation);
        Assert.Equal("", answer.Told);
        return answer.Version!;
    }

    private async Task<IEnumerable<string>> FaultsAsync(LibraryRegistration asked) => (await Library.RegisterAsync(asked, Cancellation)).Faults.Select(fault => fault.Path);

    private static async Task DoneAsync(Task<LibraryAnswer> command)
    {
        var answer = await command;
        Assert.Equal((CommandResult.Done, ""), (answer.Result, answer.Told));
    }
}
