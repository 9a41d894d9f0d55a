using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Engine.Runs;

namespace Engine.Tests.Data;

/// <summary>A data folder of a test, and small writers of the formats that are read from it.</summary>
internal sealed class DataFiles : IDisposable
{
    public DataFiles() => Folder = Directory.CreateTempSubdirectory("data-tests-").FullName;

    public static Seeds Seeds { get; } = new(3);

    public string Folder { get; }

    public EngineSettings Settings => new() { DataFolders = [Folder] };

    public static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "golden", "data", name);

    /// <summary>A file of the data that lies beside a checkout for local work; null where there is none.</summary>
    public static string? BesideCheckout(string name, [CallerFilePath] string source = "")
    {
        var root = Directory.GetParent(source)?.Parent?.Parent?.Parent?.Parent?.FullName;
        var path = root is null ? null : Path.Combine(root, "shared", "data", name);
        return File.Exists(path) ? path : null;
    }

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string WriteZip(string name, params ReadOnlySpan<(string Name, byte[] Bytes)> entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (entryName, bytes) in entries)
            {
                using var entry = archive.CreateEntry(entryName).Open();
                entry.Write(bytes);
            }
        }

        return Write(name, stream.ToArray());
    }

    public string WriteTarGz(string name, params ReadOnlySpan<TarEntry> entries)
    {
        using var stream = new MemoryStream();
        using (var packed = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new TarWriter(packed))
        {
            foreach (var entry in entries) writer.WriteEntry(entry);
        }

        return Write(name, stream.ToArray());
    }

    public static TarEntry TarFile(string name, byte[] bytes) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) };

    public static byte[] Idx(int[] sizes, byte[] body)
    {
        var file = new byte[4 + (4 * sizes.Length) + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(file, 0x0800u + (uint)sizes.Length);
        for (var i = 0; i < sizes.Length; i++) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * i)), sizes[i]);
        body.CopyTo(file, 4 + (4 * sizes.Length));
        return file;
    }

    public static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var packed = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true)) packed.Write(content);
        return stream.ToArray();
    }

    public static byte[] Pattern(int length, int step = 7) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * step))];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
