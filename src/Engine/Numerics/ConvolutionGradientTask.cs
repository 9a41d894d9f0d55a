namespace Engine.Numerics;

/// <summary>What <see cref="ConvolutionGradient"/> derives by.</summary>
/// <param name="Geometry">How kernels move.</param>
/// <param name="Graph">The convolution; null once the gradients are there.</param>
/// <param name="X">Whether the gradient by the input is asked for.</param>
/// <param name="Weight">Whether that by the kernels is.</param>
/// <param name="Bias">Whether that by the bias is.</param>
internal sealed record ConvolutionGradientTask(ConvolutionGeometry Geometry, ConvolutionGraph? Graph, bool X, bool Weight, bool Bias);
