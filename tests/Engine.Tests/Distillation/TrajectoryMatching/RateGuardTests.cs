using Engine.Distillation.TrajectoryMatching;
using Engine.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Distillation.TrajectoryMatching;

/// <summary>The bounds of the synthetic learning rate.</summary>
public sealed class RateGuardTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly RateGuard _guard = new(start: 0.01);
    private readonly List<string> _warnings = [];

    [Theory]
    [InlineData(0.01f, 0.01f)]
    [InlineData(0.99f, 0.99f)]
    [InlineData(1.5f, 1f)]
    [InlineData(0f, 1e-6f)]
    [InlineData(-3f, 1e-6f)]
    public void The_rate_stays_between_a_millionth_and_a_hundred_times_its_start(float after, float held) =>
        Assert.Equal(held, Hold(after).Rate);

    [Fact]
    public void A_cut_step_forgets_its_momentum_and_any_other_keeps_it()
    {
        Assert.Equal(7, Hold(0.5f).Velocity);
        Assert.Equal(0, Hold(-0.5f).Velocity);
    }

    [Fact]
    public void Only_the_first_cut_is_told()
    {
        for (var i = 0; i < 3; i++) Hold(-1);
        Assert.Equal("The synthetic learning rate would have become -1 at iteration 5; it is held at 1E-06.", Assert.Single(_warnings));
    }

    [Fact]
    public void A_hundred_cuts_in_a_row_end_the_run()
    {
        for (var i = 0; i < RateGuard.Patience - 1; i++) Hold(-1);
        var fault = Assert.Throws<RunFault>(() => Hold(-1));
        Assert.Contains("synthetic/learning-rate", fault.Message, StringComparison.Ordinal);
        Assert.Contains("iteration 5", fault.Message, StringComparison.Ordinal);
        Assert.Contains("learningRateRate", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_step_within_the_bounds_begins_the_count_anew()
    {
        for (var i = 0; i < RateGuard.Patience - 1; i++) Hold(-1);
        Hold(0.1f);
        for (var i = 0; i < RateGuard.Patience - 1; i++) Hold(-1);
        Assert.Equal([99L, 198], _guard.Counts.data<long>().ToArray());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_rate_that_is_no_number_ends_the_run_at_once(float after) =>
        Assert.Contains("at iteration 5", Assert.Throws<RunFault>(() => Hold(after)).Message, StringComparison.Ordinal);

    public void Dispose()
    {
        _guard.Dispose();
        _scope.Dispose();
    }

    private (float Rate, float Velocity) Hold(float after)
    {
        var (rate, velocity) = (tensor(after).requires_grad_(true), tensor(7f));
        _guard.Hold(rate, velocity, iteration: 5, _warnings.Add);
        return (rate.item<float>(), velocity.item<float>());
    }
}
