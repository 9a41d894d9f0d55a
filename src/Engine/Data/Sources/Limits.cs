namespace Engine.Data.Sources;

/// <summary>How much a file from outside may ask for, before anything is allocated for it.</summary>
internal static class Limits
{
    /// <summary>Unpacked bytes of an archive.</summary>
    public const long ArchiveBytes = 4L << 30;

    /// <summary>Unpacked bytes of one file, and values of one split: what one array holds.</summary>
    public const long FileBytes = 0x7FFF_FFC7;

    /// <summary>Entries of an archive or files of a folder.</summary>
    public const int Entries = 200_000;

    /// <summary>Unpacked bytes per packed byte.</summary>
    public const int Ratio = 100;

    /// <summary>Unpacked bytes that are harmless at any ratio: files of labels shrink a lot.</summary>
    public const long HarmlessBytes = 16L << 20;

    /// <summary>Pixels of one image.</summary>
    public const long ImagePixels = 16_000_000;

    /// <summary>Bytes of one encoded image.</summary>
    public const long ImageBytes = 64L << 20;

    /// <summary>Whether so many unpacked bytes are too many for so many packed ones.</summary>
    public static bool IsBomb(long unpacked, long packed) => unpacked > HarmlessBytes && unpacked / Ratio > packed;
}
