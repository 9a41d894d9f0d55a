using Dashboard.Client.Features.Mitigate;
using static Dashboard.Client.Tests.Mitigate.Lab;

namespace Dashboard.Client.Tests.Mitigate;

public sealed class CurveChoiceTests
{
    private static readonly CurveLists Lists = CurveLists.Of(Spec(repeats: 2, random: true));

    [Fact]
    public void A_choice_survives_its_address()
    {
        var choice = CurveChoice.Parse("0.2-1-0.1-1", Lists);

        Assert.Equal([0, 2], choice.Networks);
        Assert.Equal("0.2-1-0.1-1", choice.ToQuery());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("99-99-99-99")]
    [InlineData("-1--1-+0-0x0")]
    public void Anything_else_is_the_first_test_network_by_every_recipe(string? text) =>
        Assert.Equal("1-0.1.2-0-0", CurveChoice.Parse(text, Lists).ToQuery());

    [Fact]
    public void Only_cells_of_the_batch_are_drawn()
    {
        var cells = CurveChoice.Parse("0.1-0.1.2-0-0", Lists).Cells(Spec(repeats: 2, random: true), Lists);

        Assert.Equal(["convnet/baseline", "alexnet/baseline", "alexnet/baseline-equal-budget", "alexnet/full"], cells.Select(cell =>
            $"{cell.Network}/{cell.Recipe}"));
    }

    [Fact]
    public void The_last_choice_of_a_list_stays()
    {
        Assert.Equal([1], CurveChoice.Toggle([1], 1));
        Assert.Equal([0, 1], CurveChoice.Toggle([1], 0));
        Assert.Equal([0], CurveChoice.Toggle([0, 1], 1));
    }
}
