namespace Engine.Networks.Layers;

/// <summary>A tensor that a network will own: its shape and how it starts.</summary>
/// <param name="Shape">Sizes of the dimensions.</param>
/// <param name="Bound">Starts uniform in ± this; 0 starts at <paramref name="Constant"/> instead.</param>
/// <param name="Constant">Start value of a constant tensor.</param>
internal sealed record ParameterPlan(long[] Shape, double Bound, double Constant)
{
    /// <summary>Values in the tensor.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);
}
