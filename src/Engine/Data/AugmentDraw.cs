namespace Engine.Data;

/// <summary>What was drawn for a batch: plain numbers, so the same draw can be applied to a real and to a synthetic batch.</summary>
/// <param name="Batch">Images that it was drawn for; null when one set of numbers holds for any batch (Siamese).</param>
/// <param name="Operations">In order of application.</param>
internal sealed record AugmentDraw(int? Batch, IReadOnlyList<AugmentOperation> Operations);
