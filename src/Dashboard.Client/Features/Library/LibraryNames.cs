using Contracts;
using Microsoft.Extensions.Localization;

namespace Dashboard.Client.Features.Library;

/// <summary>Addresses, names and words of the library's pages.</summary>
internal static class LibraryNames
{
    private const int Most = 64;

    public static string Page(string name) => $"library/{name}";

    /// <summary>"fashion-mnist-dm@2": a version in one word.</summary>
    public static string Key(LibraryVersion version) => $"{version.Name}@{version.Version}";

    public static string Page(LibraryVersion version) => $"library/{version.Name}/{version.Version}";

    public static string File(LibraryVersion version, string kind) => $"api/v1/library/{version.Name}/{version.Version}/set.{kind}";

    /// <summary>A name that tells what a set is, made of what a name may hold.</summary>
    public static string Suggested(RunSpec spec, int? imagesPerClass)
    {
        var text = $"{spec.Data.Name}-{spec.Method.Name}{(imagesPerClass is { } ipc ? $"-ipc{ipc}" : "")}".ToLowerInvariant();
        var plain = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-')).TrimStart('-', '.', '_');
        return plain.Length > Most ? plain[..Most] : plain;
    }

    /// <summary>The version that a card shows: the one in production, else the candidate, else the newest that is in use.</summary>
    public static LibraryVersion Shown(LibrarySet set) =>
        set.Find("production") ?? set.Find("candidate") ?? set.Find(LibrarySet.Latest) ?? set.Versions[0];

    public static string Told(LibraryEvent e, IStringLocalizer<Strings> words) => e.Kind switch
    {
        LibraryEventKind.Registered => words["version {0} registered", e.Version],
        LibraryEventKind.AliasMoved => words["{0} moved to version {1}", e.Alias, e.Version],
        LibraryEventKind.AliasRemoved => words["{0} taken off version {1}", e.Alias, e.Version],
        LibraryEventKind.CardEdited => words["card of version {0} edited", e.Version],
        LibraryEventKind.Retired => words["version {0} retired", e.Version],
        LibraryEventKind.Restored => words["version {0} put back", e.Version],
        _ => words["version {0} deleted", e.Version],
    };
}
