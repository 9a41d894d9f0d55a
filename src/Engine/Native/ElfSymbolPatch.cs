using System.Buffers.Binary;
using System.Text;

namespace Engine.Native;

/// <summary>Takes one C++ runtime symbol out of a 64-bit little-endian shared library, so that it loads where that symbol is not known.</summary>
/// <remarks>
/// The symbol (std::ios_base_library_init, version GLIBCXX_3.4.32) is called once by static initialisers of code built with GCC 13 or later; its work is
/// done by the library itself where the runtime is older. Three places change: the symbol's name becomes that of a harmless function (getpid),
/// its version index becomes "unversioned", and the demand for GLIBCXX_3.4.32 becomes a second demand for GLIBCXX_3.4.30. Nothing moves.
/// </remarks>
internal static class ElfSymbolPatch
{
    private const string Symbol = "_ZSt21ios_base_library_initv";
    private const string Substitute = "getpid";
    private const string NewVersion = "GLIBCXX_3.4.32";
    private const string OldVersion = "GLIBCXX_3.4.30";
    private const uint DynamicSymbols = 11, SymbolVersions = 0x6fffffff, VersionNeeds = 0x6ffffffe;
    private const int SymbolSize = 24;

    /// <summary>The mended file; null when it is no such library or does not ask for the symbol, so that mending would not help.</summary>
    public static byte[]? WithoutInitSymbol(ReadOnlySpan<byte> library)
    {
        var file = library.ToArray();
        try
        {
            return IsElf64(file) && Find(file) is { } tables && RenameSymbol(file, tables) && RelaxVersion(file, tables) ? file : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;        // an offset of a damaged header points outside the file
        }
    }

    private static bool IsElf64(byte[] file) => file.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8);

    private static Tables? Find(byte[] file)
    {
        var sections = (int)U64(file, 0x28);
        int count = U16(file, 0x3c), size = U16(file, 0x3a), symbols = 0, symbolBytes = 0, strings = 0, versions = 0, needs = 0;
        for (var i = 0; i < count; i++)
        {
            var section = sections + i * size;
            var offset = (int)U64(file, section + 0x18);
            switch (U32(file, section + 4))
            {
                case DynamicSymbols:
                    (symbols, symbolBytes) = (offset, (int)U64(file, section + 0x20));
                    strings = (int)U64(file, sections + (int)U32(file, section + 0x28) * size + 0x18);
                    break;
                case SymbolVersions:
                    versions = offset;
                    break;
                case VersionNeeds:
                    needs = offset;
                    break;
            }
        }

        return symbols == 0 || versions == 0 || needs == 0 ? null : new Tables(symbols, symbolBytes, strings, versions, needs);
    }

    private static bool RenameSymbol(byte[] file, Tables tables)
    {
        for (var i = 0; i * SymbolSize < tables.SymbolBytes; i++)
        {
            var name = tables.Strings + (int)U32(file, tables.Symbols + i * SymbolSize);
            if (Text(file, name) != Symbol) continue;
            Encoding.ASCII.GetBytes(Substitute + "\0").CopyTo(file.AsSpan(name));
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(tables.Versions + 2 * i), 1);
            return true;
        }

        return false;
    }

    private static bool RelaxVersion(byte[] file, Tables tables)
    {
        for (var need = tables.Needs; ;)
        {
            int oldEntry = 0, newEntry = 0, entry = need + (int)U32(file, need + 8);
            for (var i = 0; i < U16(file, need + 2); i++, entry += (int)U32(file, entry + 12))
            {
                var version = Text(file, tables.Strings + (int)U32(file, entry + 8));
                if (version == OldVersion) oldEntry = entry;
                if (version == NewVersion) newEntry = entry;
            }

            if (oldEntry != 0 && newEntry != 0)
            {
                file.AsSpan(oldEntry, 4).CopyTo(file.AsSpan(newEntry));             // hash of the version's name
                file.AsSpan(oldEntry + 8, 4).CopyTo(file.AsSpan(newEntry + 8));     // the name
                return true;
            }

            var next = (int)U32(file, need + 12);
            if (next == 0) return false;
            need += next;
        }
    }

    private static string Text(byte[] file, int start)
    {
        var rest = file.AsSpan(start);
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private static ushort U16(byte[] file, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(offset));

    private static uint U32(byte[] file, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(offset));

    private static ulong U64(byte[] file, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(offset));

    /// <summary>File offsets of the tables that matter.</summary>
    private sealed record Tables(int Symbols, int SymbolBytes, int Strings, int Versions, int Needs);
}
