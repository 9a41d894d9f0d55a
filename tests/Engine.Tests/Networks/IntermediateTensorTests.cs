using static TorchSharp.torch;

namespace Engine.Tests.Networks;

public sealed class IntermediateTensorTests
{
    [Theory]
    [InlineData("convnet")]
    [InlineData("mlp")]
    [InlineData("lenet")]
    [InlineData("alexnet")]
    [InlineData("vgg-11")]
    [InlineData("resnet-10")]
    public void A_pass_leaves_its_images_as_they_were(string name)
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCase.Create(name, "{}", NetworkCase.Color32);
        var x = NetworkCase.Images(NetworkCase.Color32, 2);
        var before = x.clone();
        network.Forward(x, training: true).sum().backward();
        Assert.True(x.equal(before).all().item<bool>());
    }

    [Fact]
    public void A_deeper_network_leaves_no_more_tensors_behind()
    {
        Assert.Equal(Left("""{"width":4,"depth":1}"""), Left("""{"width":4,"depth":3}"""));
        Assert.InRange(Left("""{"width":4,"depth":3}"""), 1, 3);

        static int Left(string options)
        {
            using var network = NetworkCase.Create("convnet", options, NetworkCase.Color32);
            using var images = NetworkCase.Images(NetworkCase.Color32, 2);
            network.Forward(images);                    // makes the matrices that pooling keeps
            using var scope = NewDisposeScope();
            network.Forward(images);
            return scope.DisposablesCount;
        }
    }
}
