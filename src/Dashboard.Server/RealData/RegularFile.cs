using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dashboard.Server.RealData;

/// <summary>Opens files that somebody else may exchange for something else between a look at them and their opening.</summary>
internal static class RegularFile
{
    private const int NonBlocking = 0x800, CloseOnExec = 0x80000;

    /// <summary>The file of a path without links. The opening of a named pipe would wait for its other end; this one waits for nothing.</summary>
    /// <exception cref="FileNotFoundException">It is gone, or is no regular file, or a link leads to it.</exception>
    public static FileStream Open(string path)
    {
        if (!OperatingSystem.IsLinux()) return File.OpenRead(path);
        var descriptor = NativeOpen(path, NonBlocking | CloseOnExec);
        if (descriptor < 0) throw Missing(path);
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            if (File.ResolveLinkTarget($"/proc/self/fd/{descriptor}", returnFinalTarget: false)?.FullName != path) throw Missing(path);
            if (File.GetAttributes(handle).HasFlag(FileAttributes.Directory)) throw Missing(path);
            var file = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            return file.CanSeek && file.Length > 0 ? file : throw Missing(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            handle.Dispose();
            throw Missing(path);
        }
    }

    private static FileNotFoundException Missing(string path) => new("There is no such file.", path);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeOpen([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
