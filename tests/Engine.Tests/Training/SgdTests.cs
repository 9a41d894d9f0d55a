using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Tests.Training;

public class SgdTests
{
    [Fact]
    public void Two_steps_match_numbers_made_by_hand()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, -2f }).requires_grad_(true);
        using var optimizer = new Sgd([x], momentum: 0.9, weightDecay: 0.1);
        for (var step = 0; step < 2; step++)
        {
            (x * x).sum().backward();       // gradient 2x
            optimizer.Step(0.1);
        }

        // g = 2.1·x; v1 = 2.1·x0, x1 = 0.79·x0; v2 = 0.9·v1 + 2.1·x1 = 3.549·x0, x2 = 0.4351·x0
        Assert.Equal(0.4351, x[0].item<float>(), 5);
        Assert.Equal(-0.8702, x[1].item<float>(), 5);
        Assert.Equal(3.549, optimizer.Velocities[0][0].item<float>(), 5);
    }

    [Fact]
    public void A_step_clears_gradients_and_leaves_unused_parameters_alone()
    {
        using var scope = NewDisposeScope();
        var used = ones(2).requires_grad_(true);
        var unused = ones(2).requires_grad_(true);
        using var optimizer = new Sgd([used, unused], 0.5, 0.1);
        used.sum().backward();
        optimizer.Step(1);
        Assert.Null(used.grad);
        Assert.Equal(2, unused.sum().item<float>());
    }

    [Theory]
    [InlineData(0, 0.2)]
    [InlineData(0.5, 0.11)]
    [InlineData(1, 0.02)]
    public void Half_a_wave_ends_at_its_lowest_share(double done, double expected) =>
        Assert.Equal(expected, Schedules.HalfWave(0.2, 0.1, done), 12);

    [Theory]
    [InlineData(0, 0.01)]
    [InlineData(150, 0.01)]
    [InlineData(151, 0.01)]
    [InlineData(152, 0.001)]
    [InlineData(300, 0.001)]
    public void The_rate_drops_once_past_half_of_the_epochs(int epoch, double expected) =>
        Assert.Equal(expected, Schedules.HalfwayDrop(0.01, epoch, 300), 12);
}
