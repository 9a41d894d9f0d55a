using System.Diagnostics;
using Dashboard.Server.RealData;

namespace Dashboard.Server.Tests.RealData;

/// <summary>What a file was exchanged for after it was looked at is neither waited for nor followed.</summary>
public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_read()
    {
        await File.WriteAllTextAsync(_folder["a"], "content", Cancellation);
        await using var file = RegularFile.Open(_folder["a"]);
        using var reader = new StreamReader(file);
        Assert.Equal("content", await reader.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task A_pipe_a_link_a_device_a_folder_and_nothing_are_none()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Named pipes are made by mkfifo.");
        await File.WriteAllTextAsync(_folder["secret"], "content", Cancellation);
        File.CreateSymbolicLink(_folder["link"], _folder["secret"]);
        Directory.CreateDirectory(_folder["folder"]);
        using (var made = Process.Start("mkfifo", [_folder["pipe"]])) await made.WaitForExitAsync(Cancellation);
        foreach (var path in new[] { _folder["pipe"], _folder["link"], _folder["folder"], _folder["none"], "/dev/zero" })
            await Assert.ThrowsAsync<FileNotFoundException>(() => Task.Run(() => RegularFile.Open(path).Dispose(), Cancellation).WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
