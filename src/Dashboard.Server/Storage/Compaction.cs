using System.IO.Hashing;
using LiteDB;

namespace Dashboard.Server.Storage;

/// <summary>
/// Copies a database into a new file, which is as small as it can be: LiteDB's own file never shrinks, and its Rebuild fails on ordinary data.
/// </summary>
internal static class Compaction
{
    private const int PageBytes = 8192;
    private const int TypeOffset = 4;
    private const byte EmptyPage = 0;
    private const int Batch = 256;
    private const long LargestLog = 64L * 1024 * 1024;

    /// <summary>Bytes of pages that hold nothing. Exact once the log is checkpointed; pages that are partly empty are not counted.</summary>
    public static long FreeBytes(string file)
    {
        using var pages = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
        var free = 0L;
        for (var at = (long)PageBytes; at + PageBytes <= pages.Length; at += PageBytes)
        {
            pages.Position = at + TypeOffset;
            if (pages.ReadByte() == EmptyPage) free += PageBytes;
        }

        return free;
    }

    /// <summary>Writes every document of the collections into a new file, reads it back and compares. Call it on the thread that writes.</summary>
    /// <exception cref="IOException">The copy is not what was copied.</exception>
    public static void Copy(LiteDatabase source, string target, IReadOnlyList<string> collections)
    {
        using (var copy = new DatabaseFile(target, collections))
        {
            foreach (var name in collections)
            {
                var into = copy.Database.GetCollection(name);
                foreach (var batch in source.GetCollection(name).FindAll().Chunk(Batch)) into.Insert(batch);
            }

            copy.Database.Checkpoint();
        }

        using (var copy = new DatabaseFile(target, collections))
        {
            foreach (var name in collections.Where(name => Sum(source, name) != Sum(copy.Database, name)))
                throw new IOException($"The copy of {name} is not what was copied.");
        }

        using var file = new FileStream(target, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Gives the copy the name of the database, whose own log must be empty: a log that outlived its database would be applied to the copy.</summary>
    public static void Swap(string copy, string file)
    {
        RemoveEmptyLog(copy);
        File.Move(copy, file, overwrite: true);
    }

    /// <summary>Whether the disk has room for a copy of a database beside it, and the log of the copy.</summary>
    public static bool HasRoom(long size, long free, long available) => available > Math.Max(0, size - free) + LargestLog;

    /// <summary>Removes a copy that was not swapped in, and its log.</summary>
    public static void Discard(string copy)
    {
        File.Delete(copy);
        File.Delete(LogOf(copy));
    }

    /// <summary>Removes the log of a closed database.</summary>
    /// <exception cref="IOException">It holds something.</exception>
    public static void RemoveEmptyLog(string file)
    {
        var log = new FileInfo(LogOf(file));
        if (!log.Exists) return;
        if (log.Length > 0) throw new IOException($"The log {log.FullName} is not empty.");
        log.Delete();
    }

    /// <summary>The log that belongs to a database file, by LiteDB's rule.</summary>
    public static string LogOf(string file) => Path.ChangeExtension(file, null) + "-log" + Path.GetExtension(file);

    private static (int Documents, uint Crc) Sum(LiteDatabase database, string name)
    {
        var (documents, crc) = (0, new Crc32());
        foreach (var document in database.GetCollection(name).FindAll())
        {
            documents++;
            crc.Append(BsonSerializer.Serialize(document));
        }

        return (documents, crc.GetCurrentHashAsUInt32());
    }
}
