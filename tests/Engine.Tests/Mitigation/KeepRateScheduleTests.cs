using Engine.Mitigation;

namespace Engine.Tests.Mitigation;

public sealed class KeepRateScheduleTests
{
    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(499, 1.0)]
    [InlineData(500, 0.9)]
    [InlineData(999, 0.9)]
    [InlineData(1000, 0.8)]
    [InlineData(1500, 0.7)]
    [InlineData(2000, 0.6)]
    [InlineData(2499, 0.6)]
    [InlineData(2500, 0.5)]
    [InlineData(2999, 0.5)]
    [InlineData(3000, 0.8)]
    [InlineData(3999, 0.8)]
    public void The_keep_rate_follows_the_three_phases(int epoch, double expected) =>
        Assert.Equal(expected, KeepRateSchedule.Default.At(epoch), 12);

    [Theory]
    [InlineData(499, 1.0)]
    [InlineData(500, 0.87)]
    [InlineData(1000, 0.74)]
    [InlineData(1500, 0.61)]
    [InlineData(2000, 0.48)]
    [InlineData(2999, 0.35)]
    [InlineData(3000, 0.8)]
    public void Sixteen_units_fall_further(int epoch, double expected) =>
        Assert.Equal(expected, new KeepRateSchedule(4000, KeepRateSchedule.FallFor(16), 0.8).At(epoch), 12);

    [Theory]
    [InlineData(2, 0.1)]
    [InlineData(3, 0.1)]
    [InlineData(8, 0.1)]
    [InlineData(11, 0.1)]
    [InlineData(14, 0.12)]
    [InlineData(16, 0.13)]
    [InlineData(50, 0.13)]
    public void The_fall_follows_the_number_of_units(int units, double expected) =>
        Assert.Equal(expected, KeepRateSchedule.FallFor(units), 12);

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(37)]
    [InlineData(4003)]
    public void Every_budget_passes_through_all_periods_in_order(int epochs)
    {
        var schedule = new KeepRateSchedule(epochs, 0.1, 0.8);
        var rates = Enumerable.Range(0, epochs).Select(schedule.At).ToList();
        Assert.Equal([1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.8], Runs(rates).Select(run => Math.Round(run.Rate, 12)));
        Assert.Equal(epochs / 4.0, Runs(rates)[^1].Length, tolerance: 1);
        Assert.All(Runs(rates).SkipLast(1), run => Assert.Equal(epochs / 8.0, run.Length, tolerance: 1));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(37)]
    [InlineData(4000)]
    public void A_cycle_starts_exactly_where_the_keep_rate_changes(int epochs)
    {
        var schedule = new KeepRateSchedule(epochs, 0.1, 0.83);
        Assert.Equal(0, schedule.CycleOf(0).Start);
        for (var epoch = 1; epoch < epochs; epoch++)
            Assert.Equal(schedule.At(epoch) != schedule.At(epoch - 1), schedule.CycleOf(epoch).Start == epoch);
    }

    private static List<(double Rate, int Length)> Runs(IReadOnlyList<double> rates)
    {
        var runs = new List<(double Rate, int Length)>();
        foreach (var rate in rates)
        {
            if (runs.Count > 0 && runs[^1].Rate == rate) runs[^1] = (rate, runs[^1].Length + 1);
            else runs.Add((rate, 1));
        }

        return runs;
    }
}
