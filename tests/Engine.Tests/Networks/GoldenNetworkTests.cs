using Engine.Networks;
using Engine.Numerics;
using Engine.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Networks;

/// <summary>The ConvNet against the reference implementation's numbers.</summary>
public sealed class GoldenNetworkTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Network _network = NetworkCase.Create("convnet", """{"width":16}""", NetworkCase.Color32);
    private readonly List<Tensor> _parameters = [.. Golden.Tensors("c.param", 14).Select(parameter => parameter.requires_grad_(true))];

    [Fact]
    public void Logits_and_features_agree()
    {
        var x = Golden.Tensor("c.xr");
        Golden.Agrees(_network.Forward(x, parameters: _parameters), Golden.Tensor("c.logits_r"));
        Golden.Agrees(_network.Embed(x, parameters: _parameters), Golden.Tensor("c.embed_r"));
    }

    [Fact]
    public void Cross_entropy_and_its_gradients_agree()
    {
        var logits = _network.Forward(Golden.Tensor("c.xr"), parameters: _parameters);
        var loss = nn.functional.cross_entropy(logits, full([8], 3, dtype: ScalarType.Int64));
        Assert.Equal(Golden.Scalar("c.ce_r"), loss.item<float>(), tolerance: 1e-5);
        var gradients = Gradients.OfAll(loss, _parameters, createGraph: false);
        for (var i = 0; i < gradients.Count; i++)
        {
            // Biases before a norm have gradient zero up to rounding: compare on the scale of the layer's weight.
            if (i is 1 or 5 or 9) Assert.InRange((gradients[i] - Golden.Tensor($"c.grad_r{i:00}")).abs().max().item<float>(), 0, 1e-5);
            else Golden.Agrees(gradients[i], Golden.Tensor($"c.grad_r{i:00}"));
        }
    }

    [Fact]
    public void Mean_embedding_distance_and_its_gradient_agree()
    {
        var synthetic = Golden.Tensor("c.xs").requires_grad_(true);
        var real = _network.Embed(Golden.Tensor("c.xr"), parameters: _parameters).mean([0]);
        var loss = (real - _network.Embed(synthetic, parameters: _parameters).mean([0])).square().sum();
        Assert.Equal(Golden.Scalar("c.dm"), loss.item<float>(), tolerance: 1e-4);
        Golden.Agrees(Gradients.OfAll(loss, [synthetic], createGraph: false)[0], Golden.Tensor("c.dm_dx"));
    }

    public void Dispose()
    {
        _network.Dispose();
        _scope.Dispose();
    }
}
