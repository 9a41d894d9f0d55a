namespace Engine.Networks.Blocks;

/// <summary>One convolution of a <see cref="ChainUnit"/>.</summary>
/// <param name="Channels">Output channels.</param>
/// <param name="Kernel">Side of the kernel; the padding keeps the size.</param>
internal readonly record struct ChainStep(int Channels, int Kernel);
