using System.Globalization;
using Contracts;

namespace Dashboard.Client.Features.Compare;

/// <summary>The part of a stored picture that is shown: all of it, the row of a class, one column, or one image; and how large.</summary>
/// <param name="Frame">The stored frame.</param>
/// <param name="Row">Place of the class; null for all.</param>
/// <param name="Column">Place of the image in its class; null for all.</param>
/// <param name="IsLarge">Full size instead of thumbnails.</param>
public sealed record FrameCut(SyntheticSetSaved Frame, int? Row, int? Column, bool IsLarge)
{
    private const int SmallHeight = 48;
    private const int LargeHeight = 160;

    /// <summary>Images of each class.</summary>
    public static int ColumnsOf(SyntheticSetSaved frame) => Math.Max(1, frame.Images / Math.Max(1, frame.Classes.Count));

    /// <summary>Screen pixels of one image pixel.</summary>
    public int Scale => IsLarge ? Math.Clamp(LargeHeight / Math.Max(1, Frame.Height), 2, 8) : Math.Clamp(SmallHeight / Math.Max(1, Frame.Height), 1, 3);

    /// <summary>Width of the whole picture on the screen.</summary>
    public int PictureWidth => ColumnsOf(Frame) * Frame.Width * Scale;

    /// <summary>Height of the whole picture on the screen.</summary>
    public int PictureHeight => Frame.Classes.Count * Frame.Height * Scale;

    /// <summary>Size and place of the part, for the rules of the style sheet.</summary>
    public string Style => string.Create(CultureInfo.InvariantCulture,
        $"--w:{(Column is null ? PictureWidth : Frame.Width * Scale)}px;--h:{(Row is null ? PictureHeight : Frame.Height * Scale)}px;"
        + $"--x:{-(Column ?? 0) * Frame.Width * Scale}px;--y:{-(Row ?? 0) * Frame.Height * Scale}px");
}
