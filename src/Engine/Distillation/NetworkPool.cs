using Engine.Networks;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Distillation;

/// <summary>Networks of every age: each is trained a step after it was used, and begins anew when it has had its updates.</summary>
/// <remarks>
/// Counters start staggered, (most/size)·i for slot i, on fresh weights, so that the networks never grow old together (Zhou et al., FRePo,
/// NeurIPS 2022). Parameters take no gradients outside <see cref="Update"/>. Owns its tensors.
/// </remarks>
internal sealed class NetworkPool : IDisposable
{
    private readonly int _mostUpdates;
    private readonly Func<long, Network> _create;
    private readonly Network[] _networks;
    private readonly IOptimizer[] _optimizers;

    // On the CPU, where a count is read without waiting for the device.
    private readonly Tensor _counters;

    /// <summary>A pool of fresh networks.</summary>
    /// <param name="size">How many.</param>
    /// <param name="mostUpdates">A network whose counter is above this begins anew.</param>
    /// <param name="create">Makes a fresh network of a number that no other has.</param>
    /// <param name="optimizer">Makes the optimiser of a network's parameters.</param>
    public NetworkPool(int size, int mostUpdates, Func<long, Network> create, Func<IReadOnlyList<Tensor>, IOptimizer> optimizer)
    {
        (_mostUpdates, _create) = (mostUpdates, create);
        _networks = [.. Enumerable.Range(0, size).Select(slot => create(slot))];
        _optimizers = [.. _networks.Select(network => optimizer(network.Parameters))];
        _counters = tensor([.. Enumerable.Range(0, size).Select(slot => (long)mostUpdates / size * slot)]).DetachFromDisposeScope();
        foreach (var network in _networks) network.RequiresGrad(false);
    }

    /// <summary>Everything that lives from one iteration to the next, by name.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State =>
        _networks.SelectMany((network, slot) => Named($"pool/{slot}/network", network.Parameters.Concat(network.Buffers)))
            .Concat(_optimizers.SelectMany((optimizer, slot) => Named($"pool/{slot}/optimizer", optimizer.State)))
            .Append(("pool/counters", _counters));

    /// <summary>Updates that each network counts, its head start included.</summary>
    public IReadOnlyList<long> Counters => _counters.data<long>().ToArray();

    /// <summary>The network of a slot.</summary>
    public Network this[int slot] => _networks[slot];

    /// <summary>A slot by chance.</summary>
    public int Draw(Random random) => random.Next(_networks.Length);

    /// <summary>After a network was used: one step of training, or a new beginning where it has had more than its updates.</summary>
    /// <param name="slot">The network's.</param>
    /// <param name="iteration">1 for the first; a new beginning takes its weights from it.</param>
    /// <param name="learningRate">Of the step.</param>
    /// <param name="loss">The loss of the network on a batch of the caller's choice.</param>
    public void Update(int slot, int iteration, double learningRate, Func<Network, Tensor> loss)
    {
        using var scope = NewDisposeScope();
        var (network, counters) = (_networks[slot], _counters.data<long>());
        if (counters[slot] > _mostUpdates)
        {
            Renew(slot, iteration);
            counters[slot] = 0;
            return;
        }

        network.RequiresGrad(true);
        loss(network).backward();
        _optimizers[slot].Step(learningRate);
        network.RequiresGrad(false);
        counters[slot]++;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var network in _networks) network.Dispose();
        foreach (var optimizer in _optimizers) optimizer.Dispose();
        _counters.Dispose();
    }

    private void Renew(int slot, int iteration)
    {
        using var fresh = _create((long)iteration * _networks.Length + slot);
        using var values = fresh.Values();
        _networks[slot].CopyFrom(values);
        _optimizers[slot].Reset();
    }

    private static IEnumerable<(string Name, Tensor Tensor)> Named(string name, IEnumerable<Tensor> tensors) =>
        tensors.Select((tensor, i) => ($"{name}/{i}", tensor));
}
