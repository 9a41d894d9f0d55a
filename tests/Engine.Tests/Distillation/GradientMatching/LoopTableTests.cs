using Engine.Distillation.GradientMatching;

namespace Engine.Tests.Distillation.GradientMatching;

public sealed class LoopTableTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(10, 10, 50)]
    [InlineData(20, 20, 25)]
    [InlineData(30, 30, 20)]
    [InlineData(40, 40, 15)]
    [InlineData(50, 50, 10)]
    public void Published_numbers_are_taken_as_they_are(int imagesPerClass, int outer, int inner) =>
        Assert.Equal((outer, inner), LoopTable.For(imagesPerClass));

    [Theory]
    [InlineData(2, 2, 6)]       // 1 + 49 / 9
    [InlineData(5, 5, 23)]      // 1 + 4 · 49 / 9
    [InlineData(15, 15, 38)]    // 37.5
    [InlineData(45, 45, 13)]    // 12.5
    [InlineData(51, 50, 10)]
    [InlineData(1000, 50, 10)]
    public void Others_lie_on_straight_lines_in_between_and_stay_above_50(int imagesPerClass, int outer, int inner) =>
        Assert.Equal((outer, inner), LoopTable.For(imagesPerClass));
}
