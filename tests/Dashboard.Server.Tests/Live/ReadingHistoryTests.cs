using Contracts;
using Dashboard.Server.Live;

namespace Dashboard.Server.Tests.Live;

public sealed class ReadingHistoryTests
{
    [Fact]
    public void One_reading_in_five_seconds_is_remembered_for_an_hour()
    {
        var start = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var history = new ReadingHistory();
        for (var second = 0; second < 4000; second++)
            history.Add(new DeviceReading(new DeviceDescription("cpu", "CPU", 1), start.AddSeconds(second), second, null, null, null));
        var kept = history.List();
        Assert.Equal(ReadingHistory.Most, kept.Count);
        Assert.Equal(start.AddSeconds(3995), kept[^1].At);
        Assert.Equal(start.AddSeconds(400), kept[0].At);
        Assert.All(kept.Zip(kept.Skip(1)), pair => Assert.Equal(5, (pair.Second.At - pair.First.At).TotalSeconds));
    }
}
