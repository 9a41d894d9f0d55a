using Engine.Distillation;
using Engine.Networks;
using Engine.Tests.Networks;
using Engine.Tests.Numerics;
using Engine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Distillation;

public sealed class NetworkPoolTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly List<long> _created = [];
    private readonly Tensor _images = NetworkCase.Images(NetworkCase.Color32, 4);

    [Theory]
    [InlineData(4, 8, new long[] { 0, 2, 4, 6 })]
    [InlineData(3, 100, new long[] { 0, 33, 66 })]
    public void Counters_start_staggered(int size, int most, long[] expected)
    {
        using var pool = Pool(size, most);
        Assert.Equal(expected, pool.Counters);
    }

    [Fact]
    public void A_network_takes_one_step_and_the_others_wait()
    {
        using var pool = Pool(2, 10);
        var (first, second) = (Copies(pool[0]), Copies(pool[1]));
        pool.Update(0, 1, 0.1, Loss);
        Assert.Equal([1, 5], pool.Counters);
        Assert.False(Same(first, pool[0]));
        Assert.True(Same(second, pool[1]));
        Assert.All(pool[0].Parameters, parameter => Assert.False(parameter.requires_grad));
        Assert.All(pool[0].Parameters, parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void A_network_past_its_updates_begins_anew_without_moments()
    {
        using var pool = Pool(1, 1);
        for (var k = 1; k <= 2; k++) pool.Update(0, k, 0.1, Loss);
        Assert.Equal([2], pool.Counters);
        pool.Update(0, 3, 0.1, _ => throw new InvalidOperationException("A network that begins anew is not trained."));
        Assert.Equal([0], pool.Counters);
        using var fresh = Create(3);
        Assert.True(Same(Copies(fresh), pool[0]));
        var moments = pool.State.Where(part => part.Name.Contains("optimizer", StringComparison.Ordinal));
        Assert.All(moments, part => Assert.Equal(0, part.Tensor.count_nonzero().item<long>()));
    }

    [Fact]
    public void No_two_networks_have_the_same_number()
    {
        using var pool = Pool(3, 0);
        for (var k = 1; k <= 12; k++) pool.Update(k % 3, k, 0.1, Loss);
        Assert.Equal(9, _created.Count);
        Assert.Distinct(_created);
    }

    [Fact]
    public void A_pool_with_the_state_of_another_goes_on_as_that_one()
    {
        using var straight = Pool(2, 3);
        using var resumed = Pool(2, 3);
        for (var k = 1; k <= 5; k++) straight.Update(k % 2, k, 0.1, Loss);
        using (no_grad())
        {
            foreach (var (from, to) in straight.State.Zip(resumed.State)) to.Tensor.copy_(from.Tensor);
        }

        for (var k = 6; k <= 12; k++)
        {
            straight.Update(k % 2, k, 0.1, Loss);
            resumed.Update(k % 2, k, 0.1, Loss);
        }

        Assert.All(straight.State.Zip(resumed.State), pair => Assert.True(pair.First.Tensor.equal(pair.Second.Tensor).all().item<bool>(), pair.First.Name));
        Assert.Equal(straight.Counters, resumed.Counters);
    }

    [Fact]
    public void Every_slot_is_drawn_and_none_beyond()
    {
        using var pool = Pool(3, 3);
        var random = new Random(1);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 100).Select(_ => pool.Draw(random)).Distinct().Order());
    }

    [Fact]
    public void Updates_leave_no_tensor_behind()
    {
        using var pool = Pool(1, 1);
        for (var k = 1; k <= 3; k++) pool.Update(0, k, 0.1, Loss);
        var before = LiveTensors.Count;
        for (var k = 4; k <= 9; k++) pool.Update(0, k, 0.1, Loss);
        Assert.Equal(before, LiveTensors.Count);
    }

    public void Dispose() => _scope.Dispose();

    private NetworkPool Pool(int size, int most) => new(size, most, Create, parameters => new AdamW(parameters, 0.9, 0.999, weightDecay: 0));

    private Network Create(long number)
    {
        _created.Add(number);
        return NetworkCase.Create("convnet", """{"width":4,"depth":2,"norm":"batch"}""", NetworkCase.Color32, seed: (ulong)number);
    }

    private Tensor Loss(Network network) => network.Forward(_images, training: true).square().mean();

    private static List<Tensor> Copies(Network network) => [.. network.Parameters.Concat(network.Buffers).Select(tensor => tensor.detach().clone())];

    private static bool Same(List<Tensor> copies, Network network) =>
        copies.Zip(network.Parameters.Concat(network.Buffers)).All(pair => pair.First.equal(pair.Second).all().item<bool>());
}
