namespace Engine.Data;

/// <summary>One group with its random numbers.</summary>
/// <param name="Group">What is done.</param>
/// <param name="Uniforms">
/// For each number that the group needs, its values in [0, 1): one per image, or one alone for all images. They become shifts, factors and
/// angles
/// when the size of the images is known.
/// </param>
internal sealed record AugmentOperation(AugmentGroup Group, IReadOnlyList<float[]> Uniforms);
