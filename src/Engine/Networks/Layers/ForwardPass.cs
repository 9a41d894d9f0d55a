using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Networks.Layers;

/// <summary>Everything a layer may ask for while a batch goes through: parameters, running statistics, mode.</summary>
/// <param name="Parameters">Values of the declared parameters, in order; the network's own or given ones.</param>
/// <param name="Buffers">Running statistics.</param>
/// <param name="Pooling">Constant matrices of average pooling.</param>
/// <param name="Training">Whether batch norm takes the batch's statistics and updates the running ones.</param>
/// <param name="DropPath">Which images skip which unit; null skips none.</param>
/// <param name="Second">Whether the gradient by the parameters will be derived again.</param>
internal sealed record ForwardPass(
    IReadOnlyList<Tensor> Parameters, IReadOnlyList<Tensor> Buffers, PoolingMatrices Pooling, bool Training, DropPath? DropPath, SecondDerivative Second);
