using System.Buffers;
using System.Security.Cryptography;
using Contracts;
using Dashboard.Server.Mitigation;
using Dashboard.Server.Storage;

namespace Dashboard.Server.RealData;

/// <summary>A folder for what may become a set: it is gone with this, unless what lies in it was kept.</summary>
internal sealed class Quarantine : IDisposable
{
    private const int BlockBytes = 128 * 1024;
    private const string Full = "The storage folder cannot take the set now. Is the disk full?";
    private readonly StorageFolder _folder;
    private readonly string _root;
    private readonly string _name;
    private readonly List<string> _hashes = [];

    /// <param name="folder">Where everything lies.</param>
    /// <param name="entry">Name of the file or folder that may become the set.</param>
    public Quarantine(StorageFolder folder, string entry)
    {
        (_folder, _name) = (folder, entry);
        _root = Path.Combine(folder.Temporary, Guid.NewGuid().ToString("N"));
        Guarded(() => Directory.CreateDirectory(_root));
    }

    /// <summary>The file or folder itself.</summary>
    public string Entry => Path.Combine(_root, _name);

    /// <summary>Bytes that came.</summary>
    public long Bytes { get; private set; }

    /// <summary>SHA-256 of the one file; of several, of the lines with their names and hashes.</summary>
    public string Hash => _hashes is [var one] ? one[..64] : Convert.ToHexStringLower(SHA256.HashData(
        System.Text.Encoding.UTF8.GetBytes(string.Concat(_hashes.Order(StringComparer.Ordinal).Select(line => line + "\n")))));

    /// <summary>Writes a file of the set; a fault when it may not stay.</summary>
    /// <param name="path">Where in the entry; empty when the entry is the file.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="most">Bytes of the whole set, at most.</param>
    /// <param name="told">Told the bytes that came so far.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Sentence?> WriteAsync(string path, Stream content, long most, Action<long> told, CancellationToken cancellation)
    {
        var target = path.Length == 0 ? Entry : Path.Combine(Entry, path);
        Guarded(() => Directory.CreateDirectory(Path.GetDirectoryName(target)!));
        await using var file = Guarded(() => new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            var count = await content.ReadAtLeastAsync(block, FileSignature.Length, throwOnEndOfStream: false, cancellation);
            if (path.Length == 0 && !FileSignature.Fits(_name, block.AsSpan(0, Math.Min(count, FileSignature.Length))))
                return "The file does not begin like what its name says.";
            for (; count > 0; count = await content.ReadAsync(block, cancellation))
            {
                Bytes += count;
                if (Bytes > most) return $"A set may have at most {most / (1024 * 1024):N0} MiB.";
                hash.AppendData(block, 0, count);
                await GuardedAsync(() => file.WriteAsync(block.AsMemory(0, count), cancellation));
                told(Bytes);
            }

            Guarded(() => file.Flush(flushToDisk: path.Length == 0));
            _hashes.Add($"{Convert.ToHexStringLower(hash.GetHashAndReset())} {path}");
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Gives the set its place, whole or not at all. False when something is there already.</summary>
    public bool Keep()
    {
        var target = Path.Combine(_folder.Data, _name);
        if (Path.Exists(target)) return false;
        Guarded(() => Directory.Move(Entry, target));
        return true;
    }

    /// <summary>Undoes <see cref="Keep"/>: the set is gone with this.</summary>
    public void TakeBack() => Guarded(() => Directory.Move(Path.Combine(_folder.Data, _name), Entry));

    public void Dispose()
    {
        if (Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
    }

    private static void Guarded(Action act) => Guarded(() =>
    {
        act();
        return true;
    });

    private static T Guarded<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(Full, e);
        }
    }

    private static async ValueTask GuardedAsync(Func<ValueTask> act)
    {
        try
        {
            await act();
        }
        catch (IOException e)
        {
            throw new StorageException(Full, e);
        }
    }
}
