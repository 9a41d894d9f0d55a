using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>Sets held in a list; commands are remembered and change what a test would look for.</summary>
internal sealed class RememberedLibrary(params LibraryVersion[] versions) : ILibrary
{
    private readonly List<LibraryVersion> _versions = [.. versions];
    private readonly List<LibraryEvent> _history = [];

    public event Action? Changed;

    public List<LibraryRegistration> Asked { get; } = [];

    /// <summary>Faults of every registration.</summary>
    public IReadOnlyList<SpecFault> Faults { get; set; } = [];

    /// <summary>What an edit fails with; null for none.</summary>
    public Exception? Broken { get; set; }

    public static LibraryVersion Version(string name, int number, int run = 1, double? accuracy = null, RunSpec? spec = null) => new()
    {
        Name = name,
        Version = number,
        Run = Pages.Id(run),
        RunName = "Run " + run,
        Set = new SyntheticSetSaved(100 * number, $"{new string('a', 63)}{number}.npz", $"{new string('b', 63)}{number}.png", 20, ["cat", "dog"], 8, 8),
        DataBytes = 2048,
        PictureBytes = 1024,
        Spec = spec ?? new RunSpec(),
        Matrix = accuracy is { } mean ? [new MatrixRow("convnet", new Score(mean, 0.01, 3), null, null, null, null)] : [],
        RegisteredAt = Pages.Start.AddHours(number),
    };

    public IReadOnlyList<LibrarySet> List() => [.. _versions.GroupBy(version => version.Name).Select(set => Find(set.Key)!)];

    public LibrarySet? Find(string name) => _versions.Where(version => version.Name == name).OrderByDescending(version => version.Version).ToList() is { Count: > 0 } own
        ? new LibrarySet(name, own, [.. _history.Where(e => e.Name == name).Reverse()])
        : null;

    public IReadOnlyList<LibraryVersion> OfRun(RunId run) => [.. _versions.Where(version => version.Run == run)];

    public IReadOnlyList<RunSummary> Batches(LibraryVersion version) => [];

    public Task<IReadOnlyList<LibraryFile>> FilesAsync(LibraryVersion version, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<LibraryFile>>([new LibraryFile("npz", version.DataBytes, version.Hash)]);

    public Task<LibraryAnswer> RegisterAsync(LibraryRegistration asked, CancellationToken cancellation)
    {
        Asked.Add(asked);
        if (Faults.Count > 0) return Task.FromResult(new LibraryAnswer(CommandResult.Refused, null, Faults));
        var version = Version(asked.Name, 1 + _versions.Count(one => one.Name == asked.Name)) with { Run = asked.Run };
        _versions.Add(version);
        return Told(version, LibraryEventKind.Registered, "");
    }

    public Task<LibraryAnswer> MoveAliasAsync(string name, string alias, int? version, string by, string note, CancellationToken cancellation) =>
        Told(_versions.First(one => one.Name == name && one.Version == (version ?? Find(name)!.Aliases[alias])),
            version is null ? LibraryEventKind.AliasRemoved : LibraryEventKind.AliasMoved, alias, by, note);

    public Task<LibraryAnswer> EditAsync(string name, int version, LibraryCard card, string by, CancellationToken cancellation) =>
        Broken is null ? Replace(name, version, one => one with { Card = card }, LibraryEventKind.CardEdited) : Task.FromException<LibraryAnswer>(Broken);

    public Task<LibraryAnswer> RetireAsync(string name, int version, bool retired, string by, CancellationToken cancellation) =>
        Replace(name, version, one => one with { IsRetired = retired }, retired ? LibraryEventKind.Retired : LibraryEventKind.Restored);

    public Task<LibraryAnswer> DeleteAsync(string name, int version, string by, CancellationToken cancellation)
    {
        var found = _versions.First(one => one.Name == name && one.Version == version);
        _versions.Remove(found);
        return Told(found, LibraryEventKind.Deleted, "");
    }

    private Task<LibraryAnswer> Replace(string name, int version, Func<LibraryVersion, LibraryVersion> change, LibraryEventKind kind)
    {
        var at = _versions.FindIndex(one => one.Name == name && one.Version == version);
        _versions[at] = change(_versions[at]);
        return Told(_versions[at], kind, "");
    }

    private Task<LibraryAnswer> Told(LibraryVersion version, LibraryEventKind kind, string alias, string by = "", string note = "")
    {
        _history.Add(new LibraryEvent(_history.Count + 1, Pages.Start, by, kind, version.Name, version.Version, alias, note));
        Changed?.Invoke();
        return Task.FromResult(new LibraryAnswer(CommandResult.Done, version, []));
    }
}
