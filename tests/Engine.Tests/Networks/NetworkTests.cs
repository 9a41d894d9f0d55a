using Engine.Networks;
using Engine.Numerics;
using Engine.Tests.Numerics;
using static TorchSharp.torch;

namespace Engine.Tests.Networks;

public sealed class NetworkTests
{
    [Fact]
    public void Weights_start_within_the_bound_of_their_fan_in_and_norms_at_the_identity()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCase.Create("convnet", "{}", NetworkCase.Color32);
        var bound = 1 / Math.Sqrt(3 * 9);
        var largest = network.Parameters[0].abs().max().item<float>();
        Assert.InRange(largest, 0.99 * bound, bound);
        Assert.Equal(bound / Math.Sqrt(3), network.Parameters[0].std().item<float>(), tolerance: 0.02 * bound);
        Assert.InRange(network.Parameters[1].abs().max().item<float>(), 0.9 * bound, bound);
        Assert.True(network.Parameters[2].eq(1).all().item<bool>());
        Assert.True(network.Parameters[3].eq(0).all().item<bool>());
        Assert.Equal([10, 2048], network.Parameters[^2].shape);
        Assert.InRange(network.Parameters[^2].abs().max().item<float>(), 0.99 / Math.Sqrt(2048), 1 / Math.Sqrt(2048));
        Assert.All(network.Parameters, parameter =>
            Assert.True(parameter is { is_leaf: true, requires_grad: true, dtype: ScalarType.Float32 }));
    }

    [Fact]
    public void Given_parameters_take_the_place_of_its_own()
    {
        using var scope = NewDisposeScope();
        using var one = NetworkCase.Create("convnet", """{"width":8}""", NetworkCase.Color32);
        using var other = NetworkCase.Create("convnet", """{"width":8}""", NetworkCase.Color32, seed: 2);
        var x = NetworkCase.Images(NetworkCase.Color32, 4);
        Assert.True(one.Forward(x, parameters: other.Parameters).equal(other.Forward(x)).all().item<bool>());
        Assert.True(one.Embed(x, parameters: other.Parameters).equal(other.Embed(x)).all().item<bool>());
    }

    [Fact]
    public void Wrong_images_and_parameters_are_refused_by_name()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCase.Create("convnet", """{"width":8}""", NetworkCase.Color32);
        var grey = Assert.Throws<ArgumentException>(() => network.Forward(NetworkCase.Images(NetworkCase.Grey28, 2)));
        Assert.Contains("convnet (width 8): takes images N×3×32×32, not 2×1×28×28", grey.Message, StringComparison.Ordinal);
        var x = NetworkCase.Images(NetworkCase.Color32, 2);
        Assert.Throws<ArgumentException>(() => network.Forward(x, parameters: [.. network.Parameters.Skip(1)]));
        Assert.Throws<ArgumentException>(() => network.Forward(x, parameters: [.. network.Parameters.Reverse()]));
    }

    [Fact]
    public void Batch_norm_takes_the_batch_in_training_and_the_running_statistics_otherwise()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCase.Create("convnet", """{"width":4,"depth":1,"norm":"batch"}""", NetworkCase.Color32);
        var x = NetworkCase.Images(NetworkCase.Color32, 16) * 2 + 1;
        var (mean, variance) = (network.Buffers[0].clone(), network.Buffers[1].clone());
        var before = network.Forward(x);
        Assert.True(network.Buffers[0].equal(mean).all().item<bool>());
        network.Forward(x, training: true);

        var features = nn.functional.conv2d(x, network.Parameters[0], network.Parameters[1], padding: [1, 1]).detach();
        Golden.Agrees(network.Buffers[0], mean * 0.9 + 0.1 * features.mean([0, 2, 3]));
        Golden.Agrees(network.Buffers[1], variance * 0.9 + 0.1 * features.var([0, 2, 3], unbiased: true));
        Assert.False(network.Forward(x).equal(before).all().item<bool>());
        Assert.True(network.Forward(x).equal(network.Forward(x)).all().item<bool>());
    }

    [Fact]
    public void Without_batch_norm_there_is_nothing_to_run_along()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCase.Create("convnet", """{"width":4}""", NetworkCase.Color32);
        var x = NetworkCase.Images(NetworkCase.Color32, 2);
        Assert.Empty(network.Buffers);
        Assert.True(network.Forward(x, training: true).equal(network.Forward(x)).all().item<bool>());
    }

    [Theory]
    [InlineData("""{"width":4,"depth":2}""")]
    [InlineData("""{"width":4,"depth":2,"norm":"layer","activation":"swish"}""")]
    [InlineData("""{"width":4,"depth":2,"norm":"group","activation":"sigmoid"}""")]
    [InlineData("""{"width":4,"depth":2,"norm":"none","activation":"leaky-relu","pooling":"none"}""")]
    public void Derivatives_agree_with_differences(string options)
    {
        using var scope = NewDisposeScope();
        var shape = new ImageShape(2, 8, 8);
        using var network = NetworkCase.Create("convnet", options, shape);
        var parameters = network.Parameters.Select(parameter => parameter.detach().to(ScalarType.Float64)).ToList();
        var x = NetworkCase.Images(shape, 3).to(ScalarType.Float64);
        Assert.InRange(FiniteDifference.Error(images => network.Forward(images, parameters: parameters).square().sum(), x), 0, 1e-5);
        for (var i = 0; i < parameters.Count; i++)
        {
            var at = i;
            Tensor Loss(Tensor value) =>
                network.Forward(x, parameters: [.. parameters.Select((parameter, k) => k == at ? value : parameter)]).square().sum();
            Assert.InRange(FiniteDifference.Error(Loss, parameters[i]), 0, 1e-5);
        }
    }

    [Theory]
    [InlineData("convnet", """{"width":4,"depth":2}""", 8)]
    [InlineData("convnet", """{"width":4,"depth":2,"norm":"layer","pooling":"max"}""", 8)]
    [InlineData("resnet-10", """{"width":2,"norm":"instance","improvedShortcut":true}""", 16)]
    [InlineData("alexnet", """{"width":4,"norm":"instance"}""", 16)]
    public void Derivatives_of_gradients_agree_with_differences(string name, string options, int side)
    {
        using var scope = NewDisposeScope();
        var shape = new ImageShape(2, side, side);
        using var network = NetworkCase.Create(name, options, shape);
        var parameters = network.Parameters.Select(parameter => parameter.detach().to(ScalarType.Float64).requires_grad_(true)).ToList();
        var labels = tensor(new long[] { 0, 1, 2 });
        Tensor GradientNorm(Tensor images)
        {
            var loss = nn.functional.cross_entropy(network.Forward(images, parameters: parameters), labels);
            var gradients = Gradients.OfAll(loss, parameters, createGraph: true);
            return gradients.Aggregate(zeros(1, dtype: ScalarType.Float64), (sum, gradient) => sum + gradient.square().sum());
        }

        Assert.InRange(FiniteDifference.Error(GradientNorm, NetworkCase.Images(shape, 3).to(ScalarType.Float64)), 0, 1e-4);
    }

    [Fact]
    public void Linear_pooling_is_average_pooling()
    {
        using var scope = NewDisposeScope();
        using var matrices = new PoolingMatrices();
        foreach (var (height, width) in new[] { (8L, 8L), (6L, 10L), (7L, 7L), (8L, 5L) })
        {
            var x = randn(2, 3, height, width);
            Golden.Agrees(matrices.AveragePool(x), nn.functional.avg_pool2d(x, 2, 2));
        }
    }

    [Fact]
    public void A_network_first_used_in_inference_mode_can_be_trained()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCase.Create("convnet", """{"width":4}""", NetworkCase.Color32);
        var x = NetworkCase.Images(NetworkCase.Color32, 2);
        using (inference_mode()) network.Forward(x);
        network.Forward(x).sum().backward();
        Assert.NotNull(network.Parameters[0].grad);
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        using var network = NetworkCase.Create("resnet-10", """{"width":4}""", NetworkCase.Color32);
        using var convNet = NetworkCase.Create("convnet", """{"width":4}""", NetworkCase.Color32);
        Step();
        var live = LiveTensors.Count;
        for (var i = 0; i < 5; i++) Step();
        Assert.Equal(live, LiveTensors.Count);

        void Step()
        {
            using var scope = NewDisposeScope();
            using var passing = NetworkCase.Create("convnet", """{"width":4,"norm":"batch"}""", NetworkCase.Color32);
            var x = NetworkCase.Images(NetworkCase.Color32, 2);
            foreach (var each in new[] { network, convNet, passing })
                Gradients.OfAll(each.Forward(x, training: true).square().sum(), each.Parameters, createGraph: true);
        }
    }

    [Fact]
    public void The_network_outlives_the_scope_in_which_it_was_made_and_its_first_pass_ran()
    {
        Network network;
        using (NewDisposeScope())
        {
            network = NetworkCase.Create("convnet", """{"width":4}""", NetworkCase.Color32);
            network.Forward(NetworkCase.Images(NetworkCase.Color32, 2));
        }

        using (network)
        using (NewDisposeScope())
            Assert.Equal([2, 10], network.Forward(NetworkCase.Images(NetworkCase.Color32, 2)).shape);
    }

    [Fact]
    public void One_thread_computes_the_same_bits_again()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCase.Create("convnet", """{"width":16}""", NetworkCase.Color32);
        var x = NetworkCase.Images(NetworkCase.Color32, 8);
        IReadOnlyList<Tensor> Compute() => Gradients.OfAll(network.Forward(x).square().sum(), network.Parameters, createGraph: false);
        Assert.All(Compute().Zip(Compute()), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
    }

    [Fact]
    public void Gradients_of_its_own_parameters_can_be_switched_off()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCase.Create("convnet", """{"width":4}""", NetworkCase.Color32);
        network.RequiresGrad(false);
        Assert.False(network.Forward(NetworkCase.Images(NetworkCase.Color32, 2)).requires_grad);
        network.RequiresGrad(true);
        Assert.True(network.Forward(NetworkCase.Images(NetworkCase.Color32, 2)).requires_grad);
    }
}
