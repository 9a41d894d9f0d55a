using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>One file: its path from the root, with forward slashes, and its text.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>"Engine" for src/Engine/Data/X.cs.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>"Data" for src/Engine/Data/Sources/X.cs; empty in the project's root.</summary>
    public string Folder => Path.Split('/') is [_, _, var folder, _, ..] ? folder : "";

    /// <summary>The text without comments, pragmas and what is quoted: rules speak of code.</summary>
    public string Code => Comments().Replace(Text, match => match.Value[0] is '"' or '\'' ? "\"\"" : "");

    public int Lines => Text.TrimEnd().Split('\n').Length;

    [GeneratedRegex(""""("""[\s\S]*?""")|('(\\.|[^'\\\n])')|("(\\.|[^"\\\n])*")|(//[^\n]*)|(/\*[\s\S]*?\*/)|(@\*[\s\S]*?\*@)|(\#pragma[^\n]*)"""")]
    private static partial Regex Comments();
}
