using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Native;

/// <summary>Settings of the C library that only count when they are there before a process starts.</summary>
/// <remarks>
/// glibc gives every thread but the first a heap of at most 64 MiB pieces; a tensor larger than that is mapped and unmapped on each use, and its page
/// faults were measured to double the CPU time of a distillation on a thread of its own. With one heap for all threads they are gone. See docs/adr/0003.
/// </remarks>
public static class ProcessTuning
{
    private const string Variable = "MALLOC_ARENA_MAX";

    /// <summary>Starts this very program again with one heap, in the same process, when it was started without that setting. Call it first of all.</summary>
    /// <remarks>Does nothing where the variable is set to anything, elsewhere than on Linux, or when the system refuses: then training is slower, no more.</remarks>
    public static void RestartWithOneHeap()
    {
        const string commandLine = "/proc/self/cmdline", program = "/proc/self/exe";
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Variable) is not null || !File.Exists(commandLine)) return;
        var arguments = Encoding.UTF8.GetString(File.ReadAllBytes(commandLine)).TrimEnd('\0').Split('\0');
        _ = SetEnv(Variable, "1", overwrite: 1);
        _ = Exec(program, [.. arguments, null]);
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetEnv(string name, string value, int overwrite);

    [DllImport("libc", EntryPoint = "execv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Exec(string path, string?[] arguments);
}
