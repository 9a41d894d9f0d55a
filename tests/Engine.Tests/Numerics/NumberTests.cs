using System.Runtime.CompilerServices;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Tests.Numerics;

public sealed class NumberTests
{
    [Fact]
    public void A_number_outlives_a_collection_and_gives_way_to_many_others()
    {
        var number = Made();
        Collect();
        Assert.True(number.IsAlive);

        for (var i = 0; i < 256; i++) Number.Of(i);
        Collect();
        Assert.False(number.IsAlive);
    }

    [Fact]
    public void Kinds_are_those_that_the_library_makes_itself()
    {
        Assert.Equal(((TorchSharp.Scalar)1.5).Type, Number.Of(1.5).Type);
        Assert.Equal(((TorchSharp.Scalar)1.5f).Type, Number.Of(1.5f).Type);
        Assert.Equal(((TorchSharp.Scalar)2).Type, Number.Of(2).Type);
        Assert.Equal(((TorchSharp.Scalar)2L).Type, Number.Of(2L).Type);
        Assert.Equal(((TorchSharp.Scalar)true).Type, Number.Of(true).Type);
    }

    [Fact]
    public void From_takes_away()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([-1f, 0.5f], Number.From(Number.One, tensor([2f, 0.5f])).data<float>().ToArray());
    }

    // In a frame of its own, so that no local of the test holds it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Made() => new(Number.Of(1.5));

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
