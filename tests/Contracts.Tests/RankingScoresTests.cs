using Contracts;

namespace Contracts.Tests;

public sealed class RankingScoresTests
{
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(-0.5, 0.1015363240915518)]
    [InlineData(0, 0.26894142136999516)]
    [InlineData(0.1, 0.31368734174706575)]
    [InlineData(0.5, 0.5449457660765888)]
    [InlineData(1, 1)]
    public void The_scale_runs_from_0_to_1_and_nothing_gained_is_a_quarter(double x, double expected) =>
        Assert.Equal(expected, RankingScores.Scaled(x), 12);

    [Fact]
    public void Recovery_and_improvement_are_differences()
    {
        Assert.Equal(0.3, RankingScores.HardLabelRecovery(0.9, 0.6), 12);
        Assert.Equal(0.2, RankingScores.ImprovementOverRandom(0.6, 0.4), 12);
    }

    [Theory]
    [InlineData(0.2, 0.3, 0.5, -0.05)]
    [InlineData(0.2, 0.3, 1, 0.2)]
    [InlineData(0.2, 0.3, 0, -0.3)]
    public void The_label_robust_score_trades_improvement_for_recovery(double improvement, double recovery, double w, double x) =>
        Assert.Equal(RankingScores.Scaled(x), RankingScores.LabelRobust(improvement, recovery, w), 12);

    [Theory]
    [InlineData(0.2, 0.1, 0.5, 0.15)]
    [InlineData(0.2, 0.1, 1, 0.2)]
    public void The_augmentation_robust_score_is_a_mean_of_improvements(double with, double without, double gamma, double x) =>
        Assert.Equal(RankingScores.Scaled(x), RankingScores.AugmentationRobust(with, without, gamma), 12);
}
