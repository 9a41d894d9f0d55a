namespace EndToEnd.Tests;

/// <summary>A storage folder that is removed with the test.</summary>
internal sealed class StorageDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dashboard-end-to-end-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
