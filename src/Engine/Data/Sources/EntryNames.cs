using Contracts;

namespace Engine.Data.Sources;

/// <summary>Names from outside: of entries of data folders and of files in archives.</summary>
internal static class EntryNames
{
    private const int Longest = 1_024;

    /// <summary>Throws unless a name of an archive stays below the archive's root.</summary>
    public static void CheckInside(string name, string archive)
    {
        if (InsideFault(name, archive) is { } fault) throw new DataException(fault);
    }

    /// <summary>Why a name of an archive does not stay below the archive's root; null when it does.</summary>
    public static Sentence? InsideFault(string name, string archive)
    {
        var parts = name.TrimEnd('/').Split('/');
        var leaves = name.Length is 0 or > Longest || name[0] == '/' || name.AsSpan().ContainsAny('\\', '\0', ':')
            || name.Any(IsUnseen) || parts.Any(part => part is ".." or "." or "");
        if (leaves) return $"'{archive}' is refused whole: its entry '{Shown(name)}' does not name a file inside it.";
        return null;
    }

    /// <summary>
    /// Whether a name is a plain name of something in a data folder: no path, nothing hidden, nothing that a system would take for a
    /// command.
    /// </summary>
    public static bool IsPlain(string name) =>
        name.Length is > 0 and <= 200 && name[0] is not ('.' or '-') && !name.Contains("..", StringComparison.Ordinal)
            && name.Trim() == name
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ' ' or '(' or ')' or '+');

    /// <summary>A name made fit for a message.</summary>
    public static string Shown(string name)
    {
        var shown = name.Length > 100 ? name[..100] + "…" : name;
        return string.Concat(shown.Select(c => IsUnseen(c) ? '\uFFFD' : c));
    }

    /// <summary>Control characters, and those that turn the direction of writing: they make a name look like another.</summary>
    private static bool IsUnseen(char c) =>
        char.IsControl(c) || c is (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF';
}
