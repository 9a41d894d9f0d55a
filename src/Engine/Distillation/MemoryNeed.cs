namespace Engine.Distillation;

/// <summary>What a method holds at its fullest moment, beside its sets: enough to forecast its memory before it runs.</summary>
internal sealed record MemoryNeed
{
    /// <summary>Images of the training network whose graph is alive.</summary>
    public double GraphImages { get; init; }

    /// <summary>Images of the training network whose graphs are kept beside it, as far as <see cref="KeptGraphBytes"/> go.</summary>
    public double KeptGraphImages { get; init; }

    /// <summary>Memory that the kept graphs may take.</summary>
    public double KeptGraphBytes { get; init; }

    /// <summary>How much more a graph holds because gradients are derived through it again. Default: 1, first order.</summary>
    public double GraphFactor { get; init; } = 1;

    /// <summary>Images that go through the training network without a graph.</summary>
    public double ForwardImages { get; init; }

    /// <summary>Copies of the training network's parameters: networks, gradients, moments, snapshots.</summary>
    public double ParameterCopies { get; init; } = 1;

    /// <summary>Other values, four bytes each: kernels, features.</summary>
    public double Values { get; init; }

    /// <summary>The option that lowers it most, for advice.</summary>
    public string Lever { get; init; } = "imagesPerClass";
}
