using Contracts;
using Engine.Data.Sources;

namespace Engine.Data;

/// <summary>Names that a file of a set may have, so that it is found again by that name.</summary>
public static class SetFileNames
{
    /// <summary>Why no set is looked for under a name; null when one is.</summary>
    public static Sentence? Fault(string fileName)
    {
        if (!EntryNames.IsPlain(fileName))
        {
            return $"'{EntryNames.Shown(fileName)}' is no plain file name: at most 200 letters, digits, spaces and -_.()+, without a path.";
        }

        var suffix = DataFolderEntries.SetSuffixes.FirstOrDefault(suffix => fileName.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
        if (suffix is null || suffix.Length == fileName.Length)
            return $"'{EntryNames.Shown(fileName)}' must end in one of {string.Join(", ", DataFolderEntries.SetSuffixes)}.";
        return null;
    }
}
