using Dashboard.Server.Runs;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Server.Tests.Runs;

public sealed class RunIdsTests
{
    private readonly FakeTimeProvider _time = new(StoredRuns.Start);

    [Fact]
    public void Ids_of_one_millisecond_sort_as_they_were_made()
    {
        var ids = new RunIds(_time);
        var made = Enumerable.Range(0, 1000).Select(_ => ids.Next()).ToList();
        Assert.Equal(made.Order(), made);
        Assert.Equal(1000, made.Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3_600_000)]
    [InlineData(-1)]
    [InlineData(-3_600_000)]
    public void An_id_sorts_after_the_last_wherever_the_clock_goes(int milliseconds)
    {
        for (var repeat = 0; repeat < 20; repeat++)
        {
            var ids = new RunIds(_time);
            var before = ids.Next();
            _time.AdjustTime(_time.GetUtcNow().AddMilliseconds(milliseconds));
            Assert.True(before < ids.Next());
        }
    }

    [Fact]
    public void Two_servers_started_in_one_millisecond_make_different_ids() => Assert.NotEqual(new RunIds(_time).Next(), new RunIds(_time).Next());
}
