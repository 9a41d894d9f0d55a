namespace Engine.Networks;

/// <summary>What a recipe asks of any network of the catalog, whatever its own options say.</summary>
/// <param name="DropPath">Whether chain networks get virtual shortcuts, so that their units can be skipped in training.</param>
/// <param name="ImprovedShortcut">Whether residual shortcuts that shrink the image pool first.</param>
internal sealed record NetworkStyle(bool DropPath = false, bool ImprovedShortcut = false)
{
    /// <summary>The network as its own options say.</summary>
    public static NetworkStyle Plain { get; } = new();
}
