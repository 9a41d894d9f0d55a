using System.Globalization;

namespace Engine.Data;

/// <summary>Names of folders that stand for classes: how they are written, and which class a found one means.</summary>
internal static class ClassFolders
{
    private const int LongestSlug = 60;

    /// <summary>A class name as part of a file name that every system can hold.</summary>
    public static string Slug(string name)
    {
        var plain = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        return plain.Length == 0 ? "class" : plain[..Math.Min(plain.Length, LongestSlug)];
    }

    /// <summary>The folder of a class in our own trees: "007-Sneaker".</summary>
    public static string Name(int label, string name) => string.Create(CultureInfo.InvariantCulture, $"{label:D3}-{Slug(name)}");

    /// <summary>The class that a folder means: a folder of ours, the name, or its slug; -1 when it means none or several.</summary>
    public static int Find(string folder, IReadOnlyList<string> classes)
    {
        Func<int, bool>[] rules =
        [
            label => folder == classes[label],
            label => folder == Name(label, classes[label]),
            label => string.Equals(folder, Slug(classes[label]), StringComparison.OrdinalIgnoreCase),
        ];
        foreach (var rule in rules)
        {
            var found = Enumerable.Range(0, classes.Count).Where(rule).Take(2).ToList();
            if (found.Count == 1) return found[0];
        }

        return -1;
    }
}
