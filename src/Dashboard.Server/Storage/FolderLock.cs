namespace Dashboard.Server.Storage;

/// <summary>Keeps a second server off the folder. LiteDB does not on Linux: two processes in one file lose data without an error.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    public FolderLock(StorageFolder folder)
    {
        try
        {
            _file = new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new StorageException(
                $"Another server works on the storage folder {folder.Root}, or it cannot be written. "
                + $"Stop that server or set Storage:Folder.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
