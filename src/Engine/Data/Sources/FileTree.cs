namespace Engine.Data.Sources;

/// <summary>A file of a tree: its name below the root with "/" between folders, its unpacked size, and its bytes.</summary>
internal sealed record FileEntry(string Name, long Length, Func<Stream> Open)
{
    /// <summary>The name without its folders.</summary>
    public string BaseName => Name[(Name.LastIndexOf('/') + 1)..];
}

/// <summary>The files of a folder or an archive, seen alike. Nothing is ever unpacked to disk.</summary>
internal sealed class FileTree : IDisposable
{
    private readonly IDisposable? _owned;

    private FileTree(string label, IEnumerable<FileEntry> files, IEnumerable<string> folders, IDisposable? owned)
    {
        (Label, _owned) = (label, owned);
        Files = [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
        Folders = [.. folders.Order(StringComparer.Ordinal)];
    }

    /// <summary>Name of the folder or archive, for messages.</summary>
    public string Label { get; }

    /// <summary>All files, ordered by name, so that a set does not depend on the order on disk.</summary>
    public IReadOnlyList<FileEntry> Files { get; }

    /// <summary>The folders that are told apart from their files: also those without any.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>Opens a folder, a .zip, .npz or .pt, or a .tar, .tar.gz or .tgz.</summary>
    /// <exception cref="DataException">It is none of these, is damaged, or asks for more than <see cref="Limits"/>.</exception>
    public static FileTree Open(string path)
    {
        var label = Path.GetFileName(path);
        try
        {
            if (Directory.Exists(path)) return FolderFiles.Open(path, Made);
            if (HasSuffix(path, ".zip") || HasSuffix(path, ".npz") || HasSuffix(path, DataFolderEntries.TorchSuffix))
                return ZipFiles.Open(path, Made);
            if (HasSuffix(path, ".tar") || HasSuffix(path, ".tar.gz") || HasSuffix(path, ".tgz")) return TarFiles.Open(path, Made);
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{label}' cannot be read: {damage.Message}", damage);
        }
        catch (Exception damage)
            when (damage is OverflowException or ArgumentException or FormatException or IndexOutOfRangeException or NotSupportedException)
        {
            // The framework's readers let the faults of a header's numbers out as they come.
            throw new DataException($"'{label}' is damaged: {damage.Message}", damage);
        }

        throw new DataException($"'{label}' is neither a folder nor a zip, npz or tar.gz file.");

        FileTree Made(IEnumerable<FileEntry> files, IEnumerable<string> folders, IDisposable? owned) => new(label, files, folders, owned);
    }

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="DataException">It is larger than allowed, or not as long as its archive says.</exception>
    public byte[] Read(FileEntry file, long most = Limits.FileBytes)
    {
        if (file.Length > Math.Min(most, Limits.FileBytes))
            throw new DataException($"'{file.Name}' of '{Label}' has {file.Length} bytes; at most {most} are read.");
        try
        {
            var bytes = new byte[file.Length];
            using var stream = file.Open();
            stream.ReadExactly(bytes);
            return stream.ReadByte() < 0 ? bytes
                : throw new DataException($"'{file.Name}' of '{Label}' is longer than its {file.Length} bytes.");
        }
        catch (Exception damage)
            when (damage is InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new DataException($"'{file.Name}' of '{Label}' is damaged: {damage.Message}", damage);
        }
    }

    /// <summary>The file of a name below the root, if there is one.</summary>
    public FileEntry? Find(string name) => Files.FirstOrDefault(file => file.Name == name);

    /// <inheritdoc />
    public void Dispose() => _owned?.Dispose();

    private static bool HasSuffix(string path, string suffix) => path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);
}
