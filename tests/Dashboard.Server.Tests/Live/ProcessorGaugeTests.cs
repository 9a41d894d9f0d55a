using Dashboard.Server.Live;

namespace Dashboard.Server.Tests.Live;

public sealed class ProcessorGaugeTests
{
    [Fact]
    public void Load_is_the_busy_share_between_two_readings()
    {
        var gauge = new ProcessorGauge();
        Assert.Null(gauge.Load("cpu  100 0 100 700 100 0 0 0"));
        Assert.Equal(25, gauge.Load("cpu  110 0 115 760 115 0 0 0")!.Value, precision: 9);
    }

    [Fact]
    public void Memory_in_use_is_what_is_not_available() =>
        Assert.Equal(3, ProcessorGauge.Memory(["MemTotal:        4096 kB", "MemFree: 10 kB", "MemAvailable:    1024 kB"]));
}
