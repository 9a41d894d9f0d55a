using System.Security.Cryptography;

namespace Engine.Data.Sources;

/// <summary>SHA-256 as published hashes are written.</summary>
internal static class Hashes
{
    /// <summary>Whether bytes have a hash, given in lower-case hexadecimal.</summary>
    public static bool Match(ReadOnlySpan<byte> bytes, string sha256) => Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256;
}
