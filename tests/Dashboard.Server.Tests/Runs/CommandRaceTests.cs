using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Server.Tests.Runs;

public sealed class CommandRaceTests : IDisposable
{
    private const int Racers = 200;
    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(50);
    private readonly DashboardApplication _application;

    public CommandRaceTests() => _application = new DashboardApplication(_folder.Path, _engine.Execute);

    public void Dispose()
    {
        _application.Dispose();
        _engine.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(RunCommand.Pause)]
    [InlineData(RunCommand.Cancel)]
    public async Task Of_many_alike_one_wins(RunCommand command)
    {
        var id = await StartedAsync();
        var results = await RaceAsync(id, _ => command);
        Assert.Equal(1, results.Count(result => result.Result == CommandResult.Done));
        Assert.DoesNotContain(results, result => result.Result == CommandResult.NotFound);
    }

    [Fact]
    public async Task Of_resume_and_delete_of_an_ended_run_one_wins()
    {
        var id = await StartedAsync();
        await _application.CommandAsync(id, RunCommand.Cancel);
        await _application.UntilAsync(id, row => row.Status == RunStatus.Cancelled);
        var results = await RaceAsync(id, i => i % 2 == 0 ? RunCommand.Resume : RunCommand.Delete);
        var (command, _) = Assert.Single(results, result => result.Result == CommandResult.Done);
        Assert.Equal(command == RunCommand.Delete, _application.Desk.Summary(id) is null);
    }

    [Fact]
    public async Task Any_mixture_leaves_one_consistent_log()
    {
        var id = await StartedAsync();
        var commands = Enum.GetValues<RunCommand>();
        await RaceAsync(id, i => commands[i % commands.Length]);
        if (_application.Desk.Summary(id) is not { } row) return;
        if (!row.Status.IsOver()) await _application.CommandAsync(id, RunCommand.Cancel);
        await _application.UntilAsync(id, now => now.Status.IsOver());
        var events = await _application.FollowAsync(id);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(e => e.Seq));
        Assert.Equal(_application.Desk.Summary(id)!.Status, events.OfType<RunEnded>().Last().Status);
    }

    [Fact]
    public async Task Pause_and_resume_hold_and_release()
    {
        var id = await StartedAsync();
        Assert.Equal(CommandResult.Refused, await _application.CommandAsync(id, RunCommand.Resume));
        Assert.Equal(CommandResult.Done, await _application.CommandAsync(id, RunCommand.Pause));
        await _application.UntilAsync(id, row => row.Status == RunStatus.Paused);
        Assert.Equal(CommandResult.Refused, await _application.CommandAsync(id, RunCommand.Delete));
        Assert.Equal(CommandResult.Done, await _application.CommandAsync(id, RunCommand.Resume));
        _engine.Allow(50);
        await _application.UntilAsync(id, row => row.Status == RunStatus.Completed);
    }

    [Fact]
    public async Task A_queued_run_is_cancelled_at_once_and_never_starts()
    {
        await StartedAsync();
        var waiting = await _application.SubmitAsync();
        Assert.Equal(CommandResult.Done, await _application.CommandAsync(waiting, RunCommand.Cancel));
        var row = await _application.UntilAsync(waiting, row => row.Status == RunStatus.Cancelled);
        Assert.Null(row.StartedAt);
        Assert.Equal(CommandResult.Done, await _application.CommandAsync(waiting, RunCommand.Delete));
    }

    private async Task<RunId> StartedAsync()
    {
        var id = await _application.SubmitAsync();
        await _application.UntilAsync(id, row => row.Status == RunStatus.Running);
        return id;
    }

    private async Task<(RunCommand Command, CommandResult Result)[]> RaceAsync(RunId id, Func<int, RunCommand> command)
    {
        return await Task.WhenAll(Enumerable.Range(0, Racers).Select(i => Task.Run(async () => (command(i), await _application.CommandAsync(id, command(i))))));
    }
}
