using System.Text.RegularExpressions;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Library;

/// <summary>The library: people's commands are taken one at a time, so that of two moves of an alias both are told and the later one holds.</summary>
internal sealed partial class SetLibrary(LibraryStore store, LibraryFiles files, RegistrationFacts facts, BatchesOfSets batches, TimeProvider time)
    : ILibrary, IDisposable
{
    private const int MostName = 64, MostBy = 80, MostNote = 1_000, MostSection = 4_000;
    private readonly SemaphoreSlim _gate = new(1, 1);

    public event Action? Changed;

    public IReadOnlyList<LibrarySet> List() => store.List();

    public LibrarySet? Find(string name) => store.List().FirstOrDefault(set => set.Name == name);

    public IReadOnlyList<LibraryVersion> OfRun(RunId run) =>
        [.. store.List().SelectMany(set => set.Versions).Where(version => version.Run == run).OrderByDescending(version => version.RegisteredAt)];

    public IReadOnlyList<RunSummary> Batches(LibraryVersion version) => batches.Of(version);

    public Task<IReadOnlyList<LibraryFile>> FilesAsync(LibraryVersion version, CancellationToken cancellation) => files.ListAsync(version, cancellation);

    public async Task<LibraryAnswer> RegisterAsync(LibraryRegistration asked, CancellationToken cancellation)
    {
        List<SpecFault> faults = [.. TextFaults(asked.By, asked.Note)];
        if (!SetName().IsMatch(asked.Name) || asked.Name.Length > MostName)
            faults.Add(new SpecFault("name", $"A name has 1 to {MostName} small letters, digits and -_. and begins with a letter or digit."));
        var (found, fault) = facts.Of(asked);
        if (fault is not null) faults.Add(fault);
        if (faults.Count > 0) return Refused(faults);
        await _gate.WaitAsync(cancellation);
        try
        {
            if (Same(asked.Name, found!) is { } same)
                return Refused([new SpecFault("name", $"{asked.Name} has this very set already: version {same.Version}.")]);
            return await KeepAsync(asked, found!, cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task<LibraryAnswer> MoveAliasAsync(string name, string alias, int? version, string by, string note, CancellationToken cancellation)
    {
        var faults = TextFaults(by, note).ToList();
        if (!LibrarySet.Movable.Contains(alias))
            faults.Add(new SpecFault("alias", $"These aliases can be moved: {string.Join(", ", LibrarySet.Movable)}. 'latest' moves by itself."));
        return faults.Count > 0 ? Task.FromResult(Refused(faults)) : CommandAsync(name, set =>
        {
            var has = set.Aliases.TryGetValue(alias, out var now);
            if (version is null) return has ? new Change(set.Find(alias), null, LibraryEventKind.AliasRemoved, alias, note) : Change.None(null);
            if (set.Versions.FirstOrDefault(one => one.Version == version) is not { } target) return null;
            if (target.IsRetired) return new Change("A retired version takes no alias; put it back first.");
            return has && now == version ? Change.None(target) : new Change(target, null, LibraryEventKind.AliasMoved, alias, note);
        }, by, cancellation);
    }

    public Task<LibraryAnswer> EditAsync(string name, int version, LibraryCard card, string by, CancellationToken cancellation)
    {
        var faults = TextFaults(by, "").ToList();
        foreach (var (path, text) in new[] { ("description", card.Description), ("intendedUse", card.IntendedUse), ("limits", card.Limits) })
            if (text.Length > MostSection) faults.Add(new SpecFault(path, $"A section has at most {MostSection:N0} characters; this one has {text.Length:N0}."));
        return faults.Count > 0 ? Task.FromResult(Refused(faults)) : CommandAsync(name, set =>
            set.Versions.FirstOrDefault(one => one.Version == version) is not { } target ? null
            : target.Card == card ? Change.None(target)
            : new Change(target, target with { Card = card }, LibraryEventKind.CardEdited, "", ""), by, cancellation);
    }

    public Task<LibraryAnswer> RetireAsync(string name, int version, bool retired, string by, CancellationToken cancellation) => CommandAsync(name, set =>
    {
        if (set.Versions.FirstOrDefault(one => one.Version == version) is not { } target) return null;
        if (retired && set.AliasesOf(version).Where(LibrarySet.Movable.Contains).ToList() is { Count: > 0 } held)
            return held is [var one]
                ? new Change($"It is the {one} version; move the alias first.")
                : new Change($"It is the {held[0]} and {held[1]} version; move the alias first.");
        return target.IsRetired == retired
            ? Change.None(target)
            : new Change(target, target with { IsRetired = retired }, retired ? LibraryEventKind.Retired : LibraryEventKind.Restored, "", "");
    }, by, cancellation);

    public Task<LibraryAnswer> DeleteAsync(string name, int version, string by, CancellationToken cancellation) => CommandAsync(name, set =>
        set.Versions.FirstOrDefault(one => one.Version == version) is not { } target ? null
        : target.IsRetired ? new Change(target, null, LibraryEventKind.Deleted, "", "")
        : new Change("Only a retired version can be deleted."), by, cancellation);

    public void Dispose() => _gate.Dispose();

    private async Task<LibraryAnswer> KeepAsync(LibraryRegistration asked, LibraryVersion found, CancellationToken cancellation)
    {
        if (!await files.KeepAsync(found, cancellation))
            return Refused([new SpecFault("run", $"The set of run {found.Run} after iteration {found.Set.Iteration} is missing or damaged on the disk.")]);
        var number = store.History(asked.Name).Select(e => e.Version).DefaultIfEmpty().Max() + 1;
        var version = files.Measured(found) with
        {
            Name = asked.Name,
            Version = number,
            RegisteredAt = time.GetUtcNow(),
            RegisteredBy = asked.By.Trim(),
            Note = asked.Note.Trim(),
        };
        await store.WriteAsync(version, Event(asked.Name, number, LibraryEventKind.Registered, "", asked.Note, asked.By));
        Changed?.Invoke();
        return new LibraryAnswer(CommandResult.Done, version, []);
    }

    private async Task<LibraryAnswer> CommandAsync(string name, Func<LibrarySet, Change?> decide, string by, CancellationToken cancellation)
    {
        if (TextFaults(by, "").ToList() is { Count: > 0 } faults) return Refused(faults);
        await _gate.WaitAsync(cancellation);
        try
        {
            if (Find(name) is not { } set || decide(set) is not { } change) return new LibraryAnswer(CommandResult.NotFound, null, []);
            if (change.Fault is { } refusal) return Refused([new SpecFault("", refusal)]);
            if (change.Kind is not { } kind) return new LibraryAnswer(CommandResult.Done, change.Target, []);
            await store.WriteAsync(change.Written, Event(name, change.Target!.Version, kind, change.Alias, change.Note, by));
            if (kind == LibraryEventKind.Deleted) files.Drop(change.Target, store.List());
            Changed?.Invoke();
            return new LibraryAnswer(CommandResult.Done, change.Written ?? change.Target, []);
        }
        finally
        {
            _gate.Release();
        }
    }

    private LibraryVersion? Same(string name, LibraryVersion found) => Find(name)?.Versions.FirstOrDefault(one => one.Set.Data == found.Set.Data);

    private LibraryEvent Event(string name, int version, LibraryEventKind kind, string alias, string note, string by) =>
        new(0, time.GetUtcNow(), by.Trim(), kind, name, version, alias, note.Trim());

    private static IEnumerable<SpecFault> TextFaults(string by, string note)
    {
        if (by.Length > MostBy) yield return new SpecFault("by", $"A person's name has at most {MostBy} characters.");
        if (note.Length > MostNote) yield return new SpecFault("note", $"A note has at most {MostNote:N0} characters.");
    }

    private static LibraryAnswer Refused(IReadOnlyList<SpecFault> faults) => new(CommandResult.Refused, null, faults);

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex SetName();

    /// <summary>What a command comes to: a fault, nothing at all, or an event and what it writes.</summary>
    private sealed record Change(LibraryVersion? Target, LibraryVersion? Written, LibraryEventKind? Kind, string Alias, string Note)
    {
        public Change(Sentence fault)
            : this(null, null, null, "", "") => Fault = fault;

        public Sentence? Fault { get; }

        public static Change None(LibraryVersion? target) => new(target, null, null, "", "");
    }
}
