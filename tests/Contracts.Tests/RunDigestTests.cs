namespace Contracts.Tests;

public sealed class RunDigestTests
{
    [Fact]
    public void Five_numbers_are_kept_of_every_series()
    {
        var digest = RunDigest.None.Apply([Point(1, 4), Point(2, 1), Point(3, 7)]).Apply([Point(3, 99), Point(4, 2)]);
        Assert.Equal(new SeriesDigest(4, 2, 1, 7, 3.5), digest.Find("loss/matching"));
        Assert.Equal(4, digest.Seq);
        Assert.Null(digest.Find("other"));
    }

    [Fact]
    public void A_value_that_is_no_finite_number_spoils_no_other()
    {
        var digest = RunDigest.None.Apply([Point(1, 4), Point(2, double.NaN), Point(3, double.PositiveInfinity), Point(4, 2)]);
        Assert.Equal((new SeriesDigest(2, 2, 2, 4, 3), 4), (digest.Find("loss/matching"), digest.Seq));
    }

    [Fact]
    public void After_a_gap_nothing_is_taken_until_the_gap_is_read()
    {
        var digest = RunDigest.None.Apply([Point(1, 4)]);
        Assert.Equal(1, digest.Apply([Point(3, 7)]).Seq);
        Assert.Equal(3, digest.Apply([Point(2, 5), Point(3, 7)]).Seq);
    }

    [Fact]
    public void Curves_of_single_trainings_are_left_out_and_test_accuracies_are_series()
    {
        var digest = RunDigest.None.Apply(
        [
            new Measured(1, new Dictionary<string, double> { ["lenet/full/synthetic/0/keep-rate"] = 1, ["experts/00/loss/train"] = 2, ["loss/matching/class/cat"] = 3 }) { Seq = 1 },
            new NetworkEvaluated(1, "lenet", "synthetic", 0, 0.4, null, 1, 1, 1) { Seq = 2 },
            new NetworkEvaluated(1, "lenet", "random", 0, 0.2, null, 1, 1, 1) { Seq = 3 },
        ]);
        Assert.Equal(["loss/matching/class/cat", "test/lenet"], digest.Names);
        Assert.Equal(0.4, digest.Find("test/lenet")!.Value.Last);
    }

    private static Measured Point(long seq, double loss) => new((int)seq, new Dictionary<string, double> { [Series.MatchingLoss] = loss }) { Seq = seq };
}
