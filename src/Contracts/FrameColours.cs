namespace Contracts;

/// <summary>What the colours of a picture of synthetic images mean.</summary>
public enum FrameColours
{
    /// <summary>Preprocessing undone, clipped to what a screen can show.</summary>
    Pixels,

    /// <summary>The values that networks are trained on: mean ± 2.5 standard deviations of each channel fill the range of the screen.</summary>
    Trained,

    /// <summary>How far each pixel is from the first stored set: black for not at all, full for half of the range or more.</summary>
    Difference,

    /// <summary>The same with its sign: grey for not at all, lighter for more, darker for less.</summary>
    Signed,
}
