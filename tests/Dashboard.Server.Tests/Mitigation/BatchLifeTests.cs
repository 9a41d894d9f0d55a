using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Server.Tests.Mitigation;

public sealed class BatchLifeTests : IDisposable
{
    private const int Planned = 10;
    private readonly TemporaryFolder _folder = new();
    private readonly FakeLab _lab = new();

    public void Dispose()
    {
        _lab.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_interrupted_batch_goes_on_with_the_cells_that_are_missing_and_its_deletion_removes_its_files()
    {
        RunId id;
        await using (var before = new DashboardApplication(_folder.Path, _lab.Execute))
        {
            var source = await before.SubmitAsync();
            await before.UntilAsync(source, row => row.Status == RunStatus.Completed);
            id = await before.SubmitAsync(FakeLab.Batch(source));
            Assert.Equal(CommandResult.Done, await before.CommandAsync(source, RunCommand.Purge));
            _lab.Allow(4);
            await before.UntilAsync(id, row => row.Iteration == 4);
        }

        await using var after = new DashboardApplication(_folder.Path, _lab.Execute);
        _ = after.Server;
        var row = after.Desk.Summary(id)!;
        Assert.Equal((RunStatus.Interrupted, true, 4, Planned), (row.Status, row.IsMitigation, row.Iteration, row.Iterations));
        Assert.Equal(CommandResult.Done, await after.CommandAsync(id, RunCommand.Resume));
        _lab.Allow(Planned - 4);
        await after.UntilAsync(id, summary => summary.Status == RunStatus.Completed);
        Assert.Equal([10, 2], _lab.SetOfBatch);
        var cells = (await after.FollowAsync(id)).OfType<CellTrained>().Select(trained => trained.Cell).ToList();
        Assert.Equal(MitigationPlan.Cells(after.Desk.Spec(id)!), cells);

        Assert.Equal(CommandResult.Done, await after.CommandAsync(id, RunCommand.Purge));
        Assert.Null(after.Desk.State(id));
        Assert.Empty(Directory.GetDirectories(_folder["runs"]));
    }

    [Fact]
    public async Task A_batch_that_waited_at_a_stop_is_queued_again_with_its_set()
    {
        RunId running, waiting;
        await using (var before = new DashboardApplication(_folder.Path, _lab.Execute))
        {
            var source = await before.SubmitAsync();
            await before.UntilAsync(source, row => row.Status == RunStatus.Completed);
            running = await before.SubmitAsync(FakeLab.Batch(source, 10));
            waiting = await before.SubmitAsync(FakeLab.Batch(source, 5));
            await before.UntilAsync(running, row => row.Status == RunStatus.Running);
        }

        await using var after = new DashboardApplication(_folder.Path, _lab.Execute);
        _ = after.Server;
        _lab.Allow(Planned);
        await after.UntilAsync(waiting, row => row.Status == RunStatus.Completed);
        Assert.Equal([5, 2], _lab.SetOfBatch);
    }
}
