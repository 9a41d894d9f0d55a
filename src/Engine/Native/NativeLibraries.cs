using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Engine.Native;

/// <summary>Loads libtorch and TorchSharp's own library before TorchSharp's static constructor looks for them.</summary>
/// <remarks>
/// Three things are done here, once a process, before the first tensor:
/// 1. libtorch is loaded from the output folder, or from an external folder (a CUDA build that came with another installation).
/// 2. libLibTorchSharp.so 0.107.0 asks for one symbol of a C++ runtime newer than Debian 12's and Ubuntu 22.04's. Where it does not load as it is, a copy
///    with that one reference mended is loaded instead (<see cref="ElfSymbolPatch"/>); TorchSharp then finds it loaded already. See docs/adr/0002.
/// 3. glibc is told to keep large buffers, and OpenMP not to spin: page faults and barriers cost up to half of a training step. See docs/adr/0003.
/// </remarks>
internal static class NativeLibraries
{
    private const string Shim = "libLibTorchSharp.so";
    private static readonly string[] TorchParts = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];
    private static readonly Lock Gate = new();
    private static string? _loaded;

    /// <summary>Loads the libraries unless that was done; a second call must ask for the same libtorch.</summary>
    /// <param name="libTorchFolder">Folder of an external libtorch; null for the packaged one.</param>
    /// <exception cref="InvalidOperationException">The libraries cannot be loaded, or another libtorch was loaded before.</exception>
    public static void EnsureLoaded(string? libTorchFolder = null)
    {
        lock (Gate)
        {
            var packaged = PackagedFolder();
            var folder = string.IsNullOrEmpty(libTorchFolder) ? packaged : libTorchFolder;
            if (_loaded == folder) return;
            if (_loaded is not null) throw new InvalidOperationException($"libtorch was already loaded from {_loaded}.");
            if (OperatingSystem.IsLinux())
            {
                TuneProcess();
                LoadTorch(folder);
                LoadShim(Path.Combine(packaged, Shim));
            }

            _loaded = folder;
        }
    }

    /// <summary>Loads the packaged libraries unless some were loaded already: for work that needs tensors but no device.</summary>
    public static void EnsureLoadedOnce()
    {
        lock (Gate)
        {
            if (_loaded is null) EnsureLoaded();
        }
    }

    /// <summary>Where the build put the native files: beside the program, or under runtimes when it was not made for one platform.</summary>
    internal static string PackagedFolder()
    {
        var flat = AppContext.BaseDirectory;
        var nested = Path.Combine(flat, "runtimes", "linux-x64", "native");
        return File.Exists(Path.Combine(flat, Shim)) || !Directory.Exists(nested) ? flat : nested;
    }

    private static void LoadTorch(string folder)
    {
        var found = TorchParts.Select(part => Path.Combine(folder, part)).Where(File.Exists).ToList();
        if (found.Count == 0) throw new InvalidOperationException($"No libtorch in {folder}: libc10.so, libtorch_cpu.so and libtorch.so are needed.");
        foreach (var file in found)
        {
            if (!NativeLibrary.TryLoad(file, out _)) throw new InvalidOperationException($"{Path.GetFileName(file)} does not load: {LoadError(file)}");
        }
    }

    private static void LoadShim(string file)
    {
        if (NativeLibrary.TryLoad(file, out _)) return;
        var patched = ElfSymbolPatch.WithoutInitSymbol(File.ReadAllBytes(file));
        if (patched is null) throw new InvalidOperationException($"{Shim} does not load: {LoadError(file)}");
        var copy = Path.Combine(Path.GetTempPath(), $"LibTorchSharp-{Convert.ToHexStringLower(SHA256.HashData(patched))[..16]}-{Environment.UserName}.so");
        if (!IsSame(copy, patched))
        {
            var draft = $"{copy}.{Environment.ProcessId}";
            File.WriteAllBytes(draft, patched);
            File.Move(draft, copy, overwrite: true);
        }

        if (!NativeLibrary.TryLoad(copy, out _)) throw new InvalidOperationException($"{Shim} does not load, nor does its mended copy: {LoadError(copy)}");
    }

    /// <summary>Whether a file left by an earlier start is what we would write: a temporary folder is not trusted.</summary>
    private static bool IsSame(string file, byte[] content) => File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(content);

    /// <summary>Measured: a ConvNet training step gets 1.6 to 2.2 times cheaper with the first two; the third keeps two threads from spinning on a busy core.</summary>
    private static void TuneProcess()
    {
        const int trimThreshold = -1, mmapMax = -4;
        _ = Libc.MallOpt(mmapMax, 0);
        _ = Libc.MallOpt(trimThreshold, int.MaxValue);
        _ = Libc.SetEnv("OMP_WAIT_POLICY", "passive", overwrite: 0);
    }

    private static string LoadError(string file)
    {
        const int lazy = 1;
        if (Libc.DlOpen(file, lazy) != 0) return new Win32Exception().Message;
        return Marshal.PtrToStringUTF8(Libc.DlError()) ?? "unknown reason";
    }

    private static class Libc
    {
        private const string Name = "libc.so.6";

        [DllImport(Name, EntryPoint = "mallopt")]
        public static extern int MallOpt(int parameter, int value);

        [DllImport(Name, EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        public static extern int SetEnv(string name, string value, int overwrite);

        [DllImport(Name, EntryPoint = "dlopen", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        public static extern nint DlOpen(string file, int flags);

        [DllImport(Name, EntryPoint = "dlerror")]
        public static extern nint DlError();
    }
}
