using static TorchSharp.torch;

namespace Engine.Training;

/// <summary>Changes parameters in place along the gradients that a backward pass left on them.</summary>
internal interface IOptimizer : IDisposable
{
    /// <summary>One step; clears the gradients.</summary>
    void Step(double learningRate);

    /// <summary>Forgets every moment, as a fresh optimiser would.</summary>
    void Reset();

    /// <summary>Everything that it remembers from step to step, in place: whoever restores these tensors goes on as if nothing had happened.</summary>
    IReadOnlyList<Tensor> State { get; }
}
