namespace Contracts;

/// <summary>The learned label of one synthetic image.</summary>
/// <param name="Values">One for each class, in label order.</param>
/// <param name="AreShares">Whether the values are shares that sum to 1; else they are the vector as it is trained on by its squared error.</param>
public sealed record SoftLabel(IReadOnlyList<double> Values, bool AreShares);
