using Engine.Networks;

namespace Engine.Tests.Networks;

/// <summary>Chance that a test has chosen: it draws the given numbers, again and again, and counts them.</summary>
internal sealed class ScriptedRandom(params double[] draws) : Random
{
    private const double Skip = 0.999999;

    /// <summary>Numbers drawn so far.</summary>
    public int Count { get; private set; }

    /// <summary>Noise in which the units, one after the other, keep the images that are told, one after the other.</summary>
    public static ForwardNoise Keeping(double keepRate, params bool[] kept) =>
        ForwardNoise.Of(keepRate, 0, new ScriptedRandom([.. kept.Select(keep => keep ? 0 : Skip)]))!;

    public override double NextDouble() => draws[Count++ % draws.Length];
}
