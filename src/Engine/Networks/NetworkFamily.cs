using Contracts;
using Engine.Options;

namespace Engine.Networks;

/// <summary>Every kind of network, one line each.</summary>
internal static class NetworkFamily
{
    private const string Dc = "Zhao et al., Dataset Condensation with Gradient Matching, ICLR 2021";
    private const string He = "He et al., Deep Residual Learning for Image Recognition, CVPR 2016";

    private const string LeCun = "LeCun et al., Gradient-Based Learning Applied to Document Recognition, Proc. IEEE 1998";
    private const string Krizhevsky = "Krizhevsky et al., ImageNet Classification with Deep Convolutional Neural Networks, NIPS 2012";
    private const string Simonyan = "Simonyan and Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition, ICLR 2015";

    /// <summary>The members, in the order in which lists show them.</summary>
    public static IReadOnlyList<NetworkMember> Members { get; } =
    [
        NetworkMember.Of<ConvNetOptions>("convnet", "ConvNet", "Blocks of convolution, norm, activation and pooling.", Dc, ConvNet.Body),
        NetworkMember.Of<MlpOptions>("mlp", "MLP", "Two hidden layers on raw pixels.", Dc, Mlp.Body),
        NetworkMember.Of<LeNetOptions>("lenet", "LeNet", "Two convolutions and three linear layers.", LeCun, LeNet.Body),
        NetworkMember.Of<AlexNetOptions>("alexnet", "AlexNet", "Five convolutions, large kernels first.", Krizhevsky, AlexNet.Body),
        NetworkMember.Of<VggOptions>("vgg-11", "VGG-11", "Eight small convolutions and one linear layer.", Simonyan, Vgg.Body),
        NetworkMember.Of<ResNetOptions>("resnet-10", "ResNet-10", "Four residual blocks.", He, ResNet.Ten),
        NetworkMember.Of<ResNetOptions>("resnet-18", "ResNet-18", "Eight residual blocks.", He, ResNet.Eighteen),
        NetworkMember.Of<ResNetOptions>("resnet-34", "ResNet-34", "Sixteen residual blocks.", He, ResNet.ThirtyFour),
        NetworkMember.Of<ResNetOptions>("resnet-50", "ResNet-50", "Sixteen bottleneck blocks.", He, ResNet.Fifty),
    ];

    /// <summary>The member of a name, or null.</summary>
    public static NetworkMember? Find(string name) => Members.FirstOrDefault(member => member.Name == name);

    /// <summary>What is wrong with a network in a spec: its name or its options.</summary>
    public static IEnumerable<SpecFault> Faults(ComponentSpec spec, string path) => Find(spec.Name) is { } member
        ? OptionFields.Faults(OptionFields.Of(member.OptionsType), spec, path)
        : [new SpecFault(path + ".name", $"There is no {spec.Name}; there are {string.Join(", ", Members.Select(known => known.Name))}.")];
}
