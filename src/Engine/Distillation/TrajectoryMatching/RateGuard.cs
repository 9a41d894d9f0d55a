using System.Globalization;
using Contracts;
using Engine.Numerics;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Distillation.TrajectoryMatching;

/// <summary>Keeps the synthetic learning rate α where a student can learn with it. Owns its tensor.</summary>
/// <remarks>
/// α stays within [10⁻⁶, 100·α₀]. A step that would leave the bounds is cut there and α's momentum is forgotten; the first time is noted.
/// 100
/// iterations in a row that were cut end the run: α wants to go where no student learns, so the set learns nothing either.
/// </remarks>
/// <param name="start">α₀.</param>
internal sealed class RateGuard(double start) : IDisposable
{
    /// <summary>Iterations in a row at a bound after which the run ends.</summary>
    public const int Patience = 100;

    private const float Lowest = 1e-6f;

    private readonly float _highest = (float)(100 * start);

    /// <summary>Int64, [2]: iterations at a bound in a row, and in all. Lives from one iteration to the next.</summary>
    public Tensor Counts { get; } = zeros(2, ScalarType.Int64, CPU).DetachFromDisposeScope();

    /// <summary>Brings α back within its bounds after a step.</summary>
    /// <param name="rate">α.</param>
    /// <param name="velocity">Its momentum.</param>
    /// <param name="iteration">The iteration, for messages.</param>
    /// <param name="warn">Tells people.</param>
    /// <exception cref="RunFault">α is no number, or was at a bound for too long.</exception>
    public void Hold(Tensor rate, Tensor velocity, int iteration, Action<string> warn)
    {
        using var withoutGraph = no_grad();
        using var scope = NewDisposeScope();
        var value = rate.item<float>();                                         // host sync
        if (!float.IsFinite(value))
            throw new RunFault($"{Series.SyntheticLearningRate} became {value} at iteration {iteration}. A smaller learningRateRate usually helps.");
        var counts = Counts.data<long>();
        if (value >= Lowest && value <= _highest)
        {
            counts[0] = 0;
            return;
        }

        var bound = Math.Clamp(value, Lowest, _highest);
        rate.fill_(Number.Of(bound));
        velocity.zero_();
        counts[0]++;
        if (counts[1]++ == 0)
            warn($"The synthetic learning rate would have become {Told(value)} at iteration {iteration}; it is held at {Told(bound)}.");
        if (counts[0] < Patience) return;
        throw new RunFault($"{Series.SyntheticLearningRate} was held at its bound {Told(bound)} for {Patience} iterations in a row, the last of "
            + $"them iteration {iteration}. A smaller learningRateRate, or another startLearningRate, usually helps.");
    }

    /// <inheritdoc />
    public void Dispose() => Counts.Dispose();

    private static string Told(float value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
