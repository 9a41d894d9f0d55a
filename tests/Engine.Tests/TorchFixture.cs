using System.Runtime.CompilerServices;
using Engine.Native;
using static TorchSharp.torch;

namespace Engine.Tests;

/// <summary>Loads the native libraries before any test names a tensor, and pins one thread so that numbers do not depend on the machine.</summary>
internal static class TorchFixture
{
    [ModuleInitializer]
    internal static void Load()
    {
        NativeLibraries.EnsureLoaded();
        UseOneThread();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseOneThread() => set_num_threads(1);
}
