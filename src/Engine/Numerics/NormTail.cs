namespace Engine.Numerics;

/// <summary>What follows a norm in the same walk over the data.</summary>
internal enum NormTail
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>ReLU.</summary>
    Relu,

    /// <summary>ReLU, then the mean of each 2×2 window; an odd last row or column is left out.</summary>
    ReluAverage,
}
