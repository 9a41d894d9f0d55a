using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Contracts;

namespace Engine.Data.Sources;

/// <summary>An object of a pickle that takes its state after it was made.</summary>
internal interface IPickledState
{
    /// <summary>Takes the state.</summary>
    void Build(object? state);
}

/// <summary>
/// Reads Python pickles of protocols 0 to 5 without ever running anything: data opcodes, and calls that the caller answers itself.
/// </summary>
/// <remarks>
/// A pickle is a program. Here GLOBAL and STACK_GLOBAL may name only what <paramref name="allowed"/> holds, REDUCE hands the arguments to
/// <paramref name="call"/>, and every opcode that could make other objects (INST, OBJ, NEWOBJ, EXT, BUFFER) is refused with its offset.
/// Values are null, bool, long, double, string, byte[], List, object[] (tuple), Dictionary with text keys, and what the calls gave.
/// </remarks>
/// <param name="data">The pickle.</param>
/// <param name="name">File name, for messages.</param>
/// <param name="allowed">Full names of the callables, "module.name".</param>
/// <param name="call">Answers a call of one of them.</param>
/// <param name="persistent">Answers a persistent id; null refuses such ids.</param>
internal sealed class Pickle(
    byte[] data, string name, IReadOnlySet<string> allowed, Func<string, object?[], object?> call,
    Func<object?, object?>? persistent = null)
{
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];
    private int _at;

    /// <summary>A callable that the pickle named.</summary>
    private sealed record Callable(string FullName);

    /// <summary>The object that the pickle describes.</summary>
    /// <exception cref="DataException">It is damaged or asks for something that is not allowed.</exception>
    public object? Read()
    {
        try
        {
            while (true)
            {
                var opcode = Byte();
                if (opcode == '.') return Pop();
                Step(opcode);
            }
        }
        catch (Exception damage)
            when (damage is ArgumentException or FormatException or OverflowException or IndexOutOfRangeException or KeyNotFoundException)
        {
            throw Fault("is damaged", damage);
        }
    }

    private void Step(byte opcode)
    {
        if (!Scalars(opcode) && !Containers(opcode) && !Memory(opcode) && !Calls(opcode))
            throw Fault($"uses opcode 0x{opcode:x2}, which is not allowed");
    }

    private bool Scalars(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'N': Push(null); return true;
            case 0x88: Push(true); return true;
            case 0x89: Push(false); return true;
            case (byte)'I': { var text = Line(); Push(text is "00" or "01" ? text == "01" : (object)Whole(text)); return true; }
            case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); return true;
            case (byte)'K': Push((long)Byte()); return true;
            case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); return true;
            case (byte)'L': Push(Whole(Line().TrimEnd('L'))); return true;
            case 0x8a: Push(LittleEndian(Take(Byte()))); return true;
            case (byte)'F': Push(double.Parse(Line(), CultureInfo.InvariantCulture)); return true;
            case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); return true;
            case (byte)'S': Push(PickleText.Unquoted(Line())); return true;
            case (byte)'T' or (byte)'B': Push(Take(Length(4)).ToArray()); return true;
            case (byte)'U' or (byte)'C': Push(Take(Length(1)).ToArray()); return true;
            case 0x8e: Push(Take(Length(8)).ToArray()); return true;
            case (byte)'V': Push(PickleText.RawUnicode(Line())); return true;
            case (byte)'X': Push(Encoding.UTF8.GetString(Take(Length(4)))); return true;
            case 0x8c: Push(Encoding.UTF8.GetString(Take(Length(1)))); return true;
            case 0x8d: Push(Encoding.UTF8.GetString(Take(Length(8)))); return true;
            default: return false;
        }
    }

    private bool Containers(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'(': _marks.Add(_stack.Count); return true;
            case (byte)']': Push(new List<object?>()); return true;
            case (byte)'l': Push(PopToMark().ToList()); return true;
            case (byte)'a': { var item = Pop(); As<List<object?>>(Top()).Add(item); return true; }
            case (byte)'e': { var items = PopToMark(); As<List<object?>>(Top()).AddRange(items); return true; }
            case (byte)')': Push(Array.Empty<object?>()); return true;
            case (byte)'t': Push(PopToMark()); return true;
            case 0x85: Push(PopMany(1)); return true;
            case 0x86: Push(PopMany(2)); return true;
            case 0x87: Push(PopMany(3)); return true;
            case (byte)'}': Push(new Dictionary<string, object?>()); return true;
            case (byte)'d': { var items = PopToMark(); Push(Filled([], items)); return true; }
            case (byte)'s': { var items = PopMany(2); Filled(As<Dictionary<string, object?>>(Top()), items); return true; }
            case (byte)'u': { var items = PopToMark(); Filled(As<Dictionary<string, object?>>(Top()), items); return true; }
            default: return false;
        }
    }

    private bool Memory(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: return Byte() <= 5 ? true : throw Fault("has a protocol above 5");
            case 0x95: Take(8); return true;        // a frame is a hint for buffered readers
            case (byte)'0': Pop(); return true;
            case (byte)'1': PopToMark(); return true;
            case (byte)'2': Push(Top()); return true;
            case (byte)'p': _memo[Whole(Line())] = Top(); return true;
            case (byte)'q': _memo[Byte()] = Top(); return true;
            case (byte)'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Top(); return true;
            case 0x94: _memo[_memo.Count] = Top(); return true;
            case (byte)'g': Push(_memo[Whole(Line())]); return true;
            case (byte)'h': Push(_memo[Byte()]); return true;
            case (byte)'j': Push(_memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))]); return true;
            default: return false;
        }
    }

    private bool Calls(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'c': Push(Named($"{Line()}.{Line()}")); return true;
            case 0x93: { var parts = PopMany(2); Push(Named($"{As<string>(parts[0])}.{As<string>(parts[1])}")); return true; }
            case (byte)'R':
                var arguments = As<object?[]>(Pop());
                Push(call(As<Callable>(Pop()).FullName, [.. arguments.Select(Plain)]));
                return true;
            case (byte)'b':
                var state = Pop();
                if (Top() is not IPickledState built) throw Fault("sets the state of something that has none");
                built.Build(state);
                return true;
            case (byte)'Q' when persistent is not null:
                var id = Pop();
                Push(persistent(id is object?[] tuple ? tuple.Select(Plain).ToArray() : id));
                return true;
            default: return false;
        }
    }

    private Callable Named(string fullName) => allowed.Contains(fullName)
        ? new Callable(fullName)
        : throw Fault($"calls '{EntryNames.Shown(fullName)}', which is not allowed");

    private static object? Plain(object? value) => value is Callable named ? named.FullName : value;

    private static Dictionary<string, object?> Filled(Dictionary<string, object?> dictionary, object?[] items)
    {
        for (var i = 0; i + 1 < items.Length; i += 2) dictionary[PickleText.Key(items[i])] = items[i + 1];
        return dictionary;
    }

    private static T As<T>(object? value)
        where T : class => value as T ?? throw new FormatException($"A {typeof(T).Name} was expected.");

    private void Push(object? value) => _stack.Add(value);

    private object? Top() => _stack[^1];

    private object? Pop() => PopMany(1)[0];

    private object?[] PopMany(int count)
    {
        var items = _stack.GetRange(_stack.Count - count, count).ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        return items;
    }

    private object?[] PopToMark()
    {
        var mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return PopMany(_stack.Count - mark);
    }

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > data.Length - _at) throw Fault("ends too early");
        _at += count;
        return data.AsSpan(_at - count, count);
    }

    private int Length(int bytes)
    {
        var length = LittleEndian(Take(bytes), unsigned: true);
        return length <= data.Length - _at ? (int)length : throw Fault($"claims {length} bytes that it does not have");
    }

    private string Line()
    {
        var end = data.AsSpan(_at).IndexOf((byte)'\n');
        var line = end < 0 ? throw Fault("ends inside a line") : Encoding.Latin1.GetString(Take(end));
        Take(1);
        return line;
    }

    private static long Whole(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static long LittleEndian(ReadOnlySpan<byte> bytes, bool unsigned = false) =>
        (long)new System.Numerics.BigInteger(bytes, isUnsigned: unsigned);

    private DataException Fault(Sentence what, Exception? cause = null) => new($"The pickle '{name}' {what} (at byte {_at}).", cause);
}
