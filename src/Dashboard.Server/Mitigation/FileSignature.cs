using System.Text;

namespace Dashboard.Server.Mitigation;

/// <summary>Whether a file begins like what its name says. It keeps mistakes out, not malice: the engine's readers trust no file anyway.</summary>
internal static class FileSignature
{
    /// <summary>Bytes of the beginning that are looked at.</summary>
    public const int Length = 512;

    private const int TarChecksum = 148, TarChecksumLength = 8;

    public static bool Fits(string fileName, ReadOnlySpan<byte> start)
    {
        var name = fileName.ToLowerInvariant();
        if (name.EndsWith(".npz", StringComparison.Ordinal) || name.EndsWith(".zip", StringComparison.Ordinal)) return IsZip(start);
        if (name.EndsWith("gz", StringComparison.Ordinal)) return start is [0x1f, 0x8b, 8, ..];
        if (name.EndsWith(".tar", StringComparison.Ordinal)) return IsTar(start);
        if (name.EndsWith(".pt", StringComparison.Ordinal)) return IsZip(start) || IsPickle(start);
        return name.EndsWith(".safetensors", StringComparison.Ordinal) && start.Length > 8 && start[8] == '{';
    }

    private static bool IsZip(ReadOnlySpan<byte> start) => start is [(byte)'P', (byte)'K', 3, 4, ..];

    /// <summary>As PyTorch stored before version 1.6.</summary>
    private static bool IsPickle(ReadOnlySpan<byte> start) => start is [0x80, >= 2 and <= 5, ..];

    /// <summary>A header's checksum is the sum of its bytes, with blanks where the checksum itself stands, in octal digits.</summary>
    private static bool IsTar(ReadOnlySpan<byte> start)
    {
        if (start.Length < Length) return false;
        var field = start.Slice(TarChecksum, TarChecksumLength);
        var digits = Encoding.ASCII.GetString(field).Trim(' ', '\0');
        if (digits.Length == 0 || digits.Any(c => c is < '0' or > '7')) return false;
        var told = digits.Aggregate(0, (sum, c) => (sum * 8) + (c - '0'));
        var found = TarChecksumLength * ' ';
        for (var i = 0; i < Length; i++) found += i is >= TarChecksum and < TarChecksum + TarChecksumLength ? 0 : start[i];
        return told == found;
    }
}
