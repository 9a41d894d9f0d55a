using Dashboard.Server.RealData;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Server.Tests.RealData;

public sealed class PatientStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_server_that_drips_is_given_up_once_the_patience_is_over()
    {
        await using var stream = Stream(bytes: 1, every: TimeSpan.FromSeconds(10));
        var came = 0;
        var fault = await Assert.ThrowsAsync<FetchException>(async () =>
        {
            while (came < 1000) came += await stream.ReadAsync(new byte[100], TestContext.Current.CancellationToken);
        });
        Assert.Equal((2, "Only 3 bytes came in 30 seconds; nothing was kept."), (came, fault.Message));
    }

    [Fact]
    public async Task A_slow_one_that_brings_enough_is_read_to_its_end()
    {
        await using var stream = Stream(bytes: PatientStream.Fewest / 3 + 1, every: TimeSpan.FromSeconds(10));
        for (var i = 0; i < 100; i++) Assert.NotEqual(0, await stream.ReadAsync(new byte[PatientStream.Fewest], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_waits_for_its_turn_before_it_is_read_is_not_slow()
    {
        await using var stream = Stream(bytes: 100, every: TimeSpan.Zero);
        _time.Advance(2 * Patience);
        Assert.Equal(100, await stream.ReadAsync(new byte[100], TestContext.Current.CancellationToken));
    }

    private PatientStream Stream(int bytes, TimeSpan every) => new(new Dripping(bytes, () => _time.Advance(every)), Patience, _time);

    /// <summary>So many bytes with every reading, for ever.</summary>
    private sealed class Dripping(int bytes, Action wait) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            wait();
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult(bytes);
        }
    }
}
