namespace Contracts;

/// <summary>A named synthetic set of the library: its versions, and what was done to them.</summary>
/// <param name="Name">In kebab case.</param>
/// <param name="Versions">The newest first, retired ones among them.</param>
/// <param name="History">Everything that people did, the newest first.</param>
public sealed record LibrarySet(string Name, IReadOnlyList<LibraryVersion> Versions, IReadOnlyList<LibraryEvent> History)
{
    /// <summary>The alias that follows the newest version by itself.</summary>
    public const string Latest = "latest";

    /// <summary>Aliases that people move.</summary>
    public static IReadOnlyList<string> Movable { get; } = ["candidate", "production"];

    /// <summary>Alias to version, for those that point at one that is there and not retired.</summary>
    public IReadOnlyDictionary<string, int> Aliases { get; } = Fold(Versions, History);

    /// <summary>The version of a number or an alias; null when there is none.</summary>
    public LibraryVersion? Find(string text) =>
        Aliases.TryGetValue(text, out var number) || int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number)
            ? Versions.FirstOrDefault(version => version.Version == number)
            : null;

    /// <summary>Names under which a version is known beside its number.</summary>
    public IReadOnlyList<string> AliasesOf(int version) => [.. Aliases.Where(alias => alias.Value == version).Select(alias => alias.Key)];

    private static Dictionary<string, int> Fold(IReadOnlyList<LibraryVersion> versions, IReadOnlyList<LibraryEvent> history)
    {
        var usable = versions.Where(version => !version.IsRetired).Select(version => version.Version).ToHashSet();
        Dictionary<string, int> aliases = [];
        if (usable.Count > 0) aliases[Latest] = usable.Max();
        foreach (var alias in Movable)
        {
            var moved = history.FirstOrDefault(e => e.Alias == alias);
            if (moved is { Kind: LibraryEventKind.AliasMoved } && usable.Contains(moved.Version)) aliases[alias] = moved.Version;
        }

        return aliases;
    }
}

/// <summary>What was done in the library.</summary>
public enum LibraryEventKind
{
    /// <summary>A version was registered.</summary>
    Registered,

    /// <summary>An alias was pointed at a version.</summary>
    AliasMoved,

    /// <summary>An alias was taken off a version.</summary>
    AliasRemoved,

    /// <summary>The card of a version was written.</summary>
    CardEdited,

    /// <summary>A version was taken out of use.</summary>
    Retired,

    /// <summary>A retired version was put back.</summary>
    Restored,

    /// <summary>A version was deleted for good.</summary>
    Deleted,
}

/// <summary>One thing that a person did in the library.</summary>
/// <param name="Seq">1, 2, 3, … over the whole library.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who, as told; nobody is asked to prove it.</param>
/// <param name="Kind">What.</param>
/// <param name="Name">Which set.</param>
/// <param name="Version">Which version.</param>
/// <param name="Alias">Which alias, for those kinds that concern one; empty for others.</param>
/// <param name="Note">Why, as told.</param>
public sealed record LibraryEvent(
    long Seq, DateTimeOffset At, string By, LibraryEventKind Kind, string Name, int Version, string Alias, string Note);
