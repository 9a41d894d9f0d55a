using System.Runtime.InteropServices;

namespace Engine.Native;

/// <summary>Keeps the process from holding ever more memory that no tensor uses.</summary>
/// <remarks>
/// The C library keeps freed buffers (see <see cref="NativeLibraries"/>), and buffers of many sizes leave gaps between them: resident memory crept from 2.5
/// to 7.5 GB in 300 iterations of a distillation whose tensors need 2. Giving gaps back costs page faults, so it is done only when memory has
/// grown by half since it last settled, and between two trainings.
/// </remarks>
internal sealed class HeapBound
{
    private const int Settling = 3;
    private const double Growth = 1.5;

    private long _settled;
    private int _iterations;

    /// <summary>Called after every iteration; cheap.</summary>
    public void AfterIteration()
    {
        _iterations++;
        if (_iterations == Settling)
        {
            _settled = Environment.WorkingSet;
        }
        else if (_iterations > Settling && Environment.WorkingSet > _settled * Growth)
        {
            ReturnFreeMemory();
            _iterations = 0;
        }
    }

    /// <summary>Gives every free page back to the system.</summary>
    public static void ReturnFreeMemory()
    {
        if (OperatingSystem.IsLinux()) _ = MallocTrim(0);
    }

    [DllImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static extern int MallocTrim(nuint keep);
}
