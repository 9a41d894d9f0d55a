using Contracts;

namespace Contracts.Tests;

public sealed class ScoreTests
{
    [Fact]
    public void Deviation_is_that_of_the_population()
    {
        var score = Score.Of([2, 4, 4, 4, 5, 5, 7, 9]);

        Assert.NotNull(score);
        Assert.Equal(5, score.Mean, 12);
        Assert.Equal(2, score.Deviation, 12);
        Assert.Equal(8, score.Count);
    }

    [Fact]
    public void One_value_has_no_deviation() => Assert.Equal(new Score(0.5, 0, 1), Score.Of([0.5]));

    [Fact]
    public void No_value_has_no_score() => Assert.Null(Score.Of([]));

    [Fact]
    public void Ratios_need_both_of_their_parts()
    {
        var row = new MatrixRow("lenet", new Score(0.6, 0, 1), new Score(0.45, 0, 1), new Score(0.8, 0, 1), 1, null);

        Assert.Equal(0.75, row.RecoveryRatio!.Value, 12);
        Assert.Equal(0.15, row.OverRandom!.Value, 12);
        Assert.Null((row with { Full = null }).RecoveryRatio);
        Assert.Null((row with { Full = new Score(0, 0, 1) }).RecoveryRatio);
        Assert.Null((row with { Synthetic = null }).OverRandom);
        Assert.Null((row with { Random = null }).OverRandom);
    }
}
