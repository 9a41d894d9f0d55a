using CsCheck;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Tests.Runs;

public sealed class ThinningTests
{
    [Fact]
    public void Ends_and_extremes_survive_within_the_budget() =>
        Gen.Select(Gen.Double[-1e6, 1e6].List[1, 3000], Gen.Int[8, 500]).Sample((values, most) =>
        {
            var kept = SeriesReader.Thin(values, most);
            return kept.Count <= Math.Max(most, 1)
                && kept[0] == 0 && kept[^1] == values.Count - 1
                && kept.Zip(kept.Skip(1)).All(pair => pair.First < pair.Second)
                && kept.Select(i => values[i]).Max().Equals(values.Max())
                && kept.Select(i => values[i]).Min().Equals(values.Min());
        });

    [Fact]
    public void A_spike_in_a_long_flat_series_is_kept()
    {
        var values = new double[100_000];
        values[77_777] = 3;
        Assert.Contains(77_777, SeriesReader.Thin(values, 100));
    }
}
