using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace Engine.Runs;

/// <summary>Independent random streams from one seed, each told apart by a name and, where it repeats, a number.</summary>
/// <remarks>
/// A stream depends on its name alone, never on what was drawn before. So a resumed run draws what the straight run would have drawn,
/// and no generator state is ever saved.
/// </remarks>
public sealed class Seeds(int seed)
{
    /// <summary>The seed of a named stream.</summary>
    public ulong this[string name, long number = 0]
    {
        get
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{name}/{number}"));
            return BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 1;      // torch takes it as a signed number
        }
    }

    /// <summary>Seeds of a part: its streams are independent of ours and of any other part's.</summary>
    public Seeds For(string part) => new(unchecked((int)this[part]));

    /// <summary>A CPU generator at the start of a named stream. Draws are made on the CPU, so that a GPU sees the same numbers.</summary>
    internal Generator Generator(string name, long number = 0) => new(this[name, number], CPU);

    /// <summary>A plain random source at the start of a named stream, for choices that are no tensors.</summary>
    internal Random Random(string name, long number = 0) => new(unchecked((int)this[name, number]));
}
