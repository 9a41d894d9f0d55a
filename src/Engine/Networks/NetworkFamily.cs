namespace Engine.Networks;

/// <summary>Every kind of network, one line each.</summary>
internal static class NetworkFamily
{
    private const string Dc = "Zhao et al., Dataset Condensation with Gradient Matching, ICLR 2021";
    private const string He = "He et al., Deep Residual Learning for Image Recognition, CVPR 2016";

    /// <summary>The members, smallest first within a kind.</summary>
    public static IReadOnlyList<NetworkMember> Members { get; } =
    [
        NetworkMember.Of<ConvNetOptions>("convnet", "ConvNet", "Blocks of convolution, norm, activation and pooling: the field's training network.", Dc, ConvNet.Body),
        NetworkMember.Of<MlpOptions>("mlp", "MLP", "Two hidden layers on raw pixels.", Dc, Mlp.Body),
        NetworkMember.Of<LeNetOptions>("lenet", "LeNet", "Two convolutions and three linear layers.", "LeCun et al., Gradient-Based Learning Applied to Document Recognition, 1998", LeNet.Body),
        NetworkMember.Of<AlexNetOptions>("alexnet", "AlexNet", "Five convolutions, large kernels first.", "Krizhevsky et al., ImageNet Classification with Deep Convolutional Neural Networks, NIPS 2012", AlexNet.Body),
        NetworkMember.Of<VggOptions>("vgg-11", "VGG-11", "Eight small convolutions, one linear layer.", "Simonyan and Zisserman, Very Deep Convolutional Networks, ICLR 2015", Vgg.Body),
        NetworkMember.Of<ResNetOptions>("resnet-10", "ResNet-10", "Four residual blocks.", He, (options, plan) => ResNet.Body(options, plan, [1, 1, 1, 1], bottleneck: false)),
        NetworkMember.Of<ResNetOptions>("resnet-18", "ResNet-18", "Eight residual blocks.", He, (options, plan) => ResNet.Body(options, plan, [2, 2, 2, 2], bottleneck: false)),
        NetworkMember.Of<ResNetOptions>("resnet-34", "ResNet-34", "Sixteen residual blocks.", He, (options, plan) => ResNet.Body(options, plan, [3, 4, 6, 3], bottleneck: false)),
        NetworkMember.Of<ResNetOptions>("resnet-50", "ResNet-50", "Sixteen bottleneck blocks.", He, (options, plan) => ResNet.Body(options, plan, [3, 4, 6, 3], bottleneck: true)),
    ];

    /// <summary>The member of a name, or null.</summary>
    public static NetworkMember? Find(string name) => Members.FirstOrDefault(member => member.Name == name);
}
