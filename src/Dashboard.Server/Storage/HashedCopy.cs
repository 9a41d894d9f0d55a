using System.Buffers;
using System.Security.Cryptography;

namespace Dashboard.Server.Storage;

/// <summary>Copies files whose names are the hashes of their content.</summary>
internal static class HashedCopy
{
    private const int BlockBytes = 128 * 1024;

    /// <summary>Copies a file under the same name; false when its content is another than its name says. One that is there already stays.</summary>
    /// <exception cref="StorageException">The disk is full.</exception>
    public static async Task<bool> CopyAsync(StorageFolder folder, string source, string target, CancellationToken cancellation)
    {
        using var draft = new DraftFile(folder);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            await using var content = File.OpenRead(source);
            int count;
            while ((count = await content.ReadAsync(block, cancellation)) > 0)
            {
                hash.AppendData(block, 0, count);
                await draft.WriteAsync(block.AsMemory(0, count), cancellation);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != Path.GetFileNameWithoutExtension(source)) return false;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        return draft.Keep(target) || File.Exists(target);
    }
}
