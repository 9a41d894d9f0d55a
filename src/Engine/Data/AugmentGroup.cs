namespace Engine.Data;

/// <summary>A group of augmentations that are applied together.</summary>
internal enum AugmentGroup
{
    /// <summary>Brightness, saturation and contrast, in this order. Three numbers.</summary>
    Color,

    /// <summary>A shift with zero fill. Two numbers: rows, columns.</summary>
    Crop,

    /// <summary>A square set to zero. Two numbers: row and column of its centre.</summary>
    Cutout,

    /// <summary>A mirror image. One number.</summary>
    Flip,

    /// <summary>A zoom with two independent factors. Two numbers: across, down.</summary>
    Scale,

    /// <summary>A turn. One number.</summary>
    Rotate,
}
