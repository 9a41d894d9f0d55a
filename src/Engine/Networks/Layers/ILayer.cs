using static TorchSharp.torch;

namespace Engine.Networks.Layers;

/// <summary>One step of a network: it knows which parameters are its own, never their values.</summary>
/// <remarks>
/// A layer declares its parameters to a <see cref="LayerPlan"/> when it is made, so a network can be planned, counted and refused before
/// memory is taken.
/// </remarks>
internal interface ILayer
{
    /// <summary>The output for a batch, with the parameters of the pass.</summary>
    Tensor Apply(Tensor x, ForwardPass pass);
}
