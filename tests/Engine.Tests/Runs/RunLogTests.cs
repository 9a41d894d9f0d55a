using Contracts;
using Engine.Runs;

namespace Engine.Tests.Runs;

public class RunLogTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readers_see_stored_events_only_and_the_archiver_sees_all()
    {
        var log = new RunLog(TimeProvider.System);
        for (var i = 0; i < 3; i++) log.Append(new Noted("information", $"{i}"));
        log.MarkStored(2);
        Assert.Equal(2, (await First(log.ReadAsync(0, Cancellation))).Count);
        Assert.Equal(3, (await First(log.ReadUnstoredAsync(0, Cancellation))).Count);
    }

    [Fact]
    public async Task Many_readers_that_join_at_any_time_get_every_event_once()
    {
        const int count = 20_000;
        var log = new RunLog(TimeProvider.System);
        var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Numbers(log, 0), Cancellation)).ToList();
        for (var i = 1; i <= count; i++)
        {
            log.Append(new Noted("information", ""));
            if (i % 7 == 0) log.MarkStored(i);
            if (i == count / 2) readers.Add(Task.Run(() => Numbers(log, 100), Cancellation));
        }

        log.MarkStored(count);
        log.Close();
        var all = await Task.WhenAll(readers);
        Assert.All(all[..8], numbers => Assert.Equal(Enumerable.Range(1, count).Select(i => (long)i), numbers));
        Assert.Equal(Enumerable.Range(101, count - 100).Select(i => (long)i), all[8]);
    }

    [Fact]
    public async Task A_log_with_a_history_goes_on_counting()
    {
        var history = new RunEvent[] { new Noted("information", "") { Seq = 1 }, new RunEnded(RunStatus.Interrupted, "") { Seq = 2 } };
        var log = new RunLog(TimeProvider.System, history);
        Assert.Equal(3, log.Append(new CheckpointSaved(1)).Seq);
        log.MarkStored(3);
        log.Close();
        Assert.Equal([1, 2, 3], await Numbers(log, 0));
        Assert.Empty(await Numbers(log, 9));
    }

    [Fact]
    public async Task A_reader_of_a_closed_log_waits_at_rest_for_its_end_to_be_stored()
    {
        var log = new RunLog(TimeProvider.System);
        log.Append(new RunEnded(RunStatus.Cancelled, ""));
        log.Close();
        var reader = log.ReadAsync(0, Cancellation).GetAsyncEnumerator(Cancellation);

        // One that turns in circles would not give its thread back.
        var asked = await Task.Run(() => Ask(reader), Cancellation)
            .WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.True(asked.Waits);
        log.MarkStored(1);
        Assert.True(await asked.Next);
        Assert.IsType<RunEnded>(Assert.Single(reader.Current));
        Assert.False(await reader.MoveNextAsync());
    }

    [Fact]
    public async Task A_reader_can_leave_while_it_waits()
    {
        var log = new RunLog(TimeProvider.System);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var waiting = First(log.ReadAsync(0, leave.Token));
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static (Task<bool> Next, bool Waits) Ask(IAsyncEnumerator<IReadOnlyList<RunEvent>> reader)
    {
        var next = reader.MoveNextAsync().AsTask();
        return (next, !next.IsCompleted);
    }

    private static async Task<IReadOnlyList<RunEvent>> First(IAsyncEnumerable<IReadOnlyList<RunEvent>> batches)
    {
        await foreach (var batch in batches) return batch;
        return [];
    }

    private static async Task<List<long>> Numbers(RunLog log, long after)
    {
        var numbers = new List<long>();
        await foreach (var batch in log.ReadAsync(after, Cancellation)) numbers.AddRange(batch.Select(e => e.Seq));
        return numbers;
    }
}
