using Contracts;
using Engine.Data.Sources;

namespace Engine.Data;

/// <summary>Names that a set may be registered under, so that a spec finds it by that name and never another.</summary>
public static class DataSetNames
{
    private const int Most = 64;

    /// <summary>Endings of files that may hold a set.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".zip", ".npz", ".tar.gz", ".tgz", ".tar"];

    /// <summary>Names of idx files of a set, without ".gz"; the first two are enough.</summary>
    public static IReadOnlyList<string> IdxFiles => IdxSet.Files;

    /// <summary>Why no set can be registered under a name; null when one can.</summary>
    public static Sentence? Fault(string name)
    {
        if (name.Length is 0 or > Most || !char.IsAsciiLetterOrDigit(name[0]) || !EntryNames.IsPlain(name)
            || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('-' or '_' or '.')))
        {
            return $"A name has 1 to {Most} small letters, digits and -_. and begins with a letter or digit; '{EntryNames.Shown(name)}' does not.";
        }

        if (Endings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal))) return "A name does not end like a file.";
        var known = BuiltInSets.All.SelectMany(set => set.Entries.Append(set.Name)).Append(DemoSet.Name).Append(Shapes.Name);
        if (known.Contains(name)) return $"'{name}' is the name of a built-in set; another name tells the two apart.";
        return null;
    }
}
