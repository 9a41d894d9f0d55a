using System.Collections.Concurrent;
using System.Globalization;
using Contracts;
using LiteDB;

namespace Dashboard.Server.Storage;

/// <summary>The library's versions and what was done to them. Everything is read once and then held: a page asks often, people write seldom.</summary>
internal sealed partial class LibraryStore(Store store, ILogger<LibraryStore> log)
{
    private const string Versions = "library", Events = "libraryevents";
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, bool> _damaged = new();
    private IReadOnlyList<LibrarySet>? _sets;

    /// <summary>Every set that has a version, the one with the newest first.</summary>
    public IReadOnlyList<LibrarySet> List()
    {
        lock (_gate) return _sets ??= Load();
    }

    /// <summary>What was done to a name, also where no version is left; the newest first.</summary>
    public IReadOnlyList<LibraryEvent> History(string name) => [.. AllEvents().Where(e => e.Name == name).OrderByDescending(e => e.Seq)];

    /// <summary>Writes a version and tells of it, in one transaction; gives the event with its number.</summary>
    public async Task<LibraryEvent> WriteAsync(LibraryVersion? version, LibraryEvent told)
    {
        await store.WriteAsync(database =>
        {
            var events = database.GetCollection(Events);
            told = told with { Seq = Last(events) + 1 };
            events.Insert(Sealed.Document(Key(told.Seq), told));
            if (version is not null) database.GetCollection(Versions).Upsert(Sealed.Document(Key(version.Name, version.Version), version));
            if (told.Kind == LibraryEventKind.Deleted) database.GetCollection(Versions).Delete(Key(told.Name, told.Version));
        });
        lock (_gate) _sets = null;
        return told;
    }

    private IReadOnlyList<LibrarySet> Load()
    {
        var events = AllEvents().OrderByDescending(e => e.Seq).ToLookup(e => e.Name, StringComparer.Ordinal);
        return [.. store.Read(database => database.GetCollection(Versions).FindAll().ToList()).Select(Intact<LibraryVersion>).OfType<LibraryVersion>()
            .GroupBy(version => version.Name, StringComparer.Ordinal)
            .Select(set => new LibrarySet(set.Key, [.. set.OrderByDescending(version => version.Version)], [.. events[set.Key]]))
            .OrderByDescending(set => set.Versions.Max(version => version.RegisteredAt))];
    }

    private IEnumerable<LibraryEvent> AllEvents() =>
        store.Read(database => database.GetCollection(Events).FindAll().ToList()).Select(Intact<LibraryEvent>).OfType<LibraryEvent>();

    private T? Intact<T>(BsonDocument document)
        where T : class
    {
        var value = Sealed.Read<T>(document);
        if (value is null && _damaged.TryAdd(document["_id"].ToString(), true)) Log.Damaged(log, document["_id"].ToString());
        return value;
    }

    /// <summary>LiteDB has no largest key of an empty collection; it throws.</summary>
    private static long Last(ILiteCollection<BsonDocument> events) =>
        events.Count() == 0 ? 0 : long.Parse(events.Max().AsString, CultureInfo.InvariantCulture);

    private static string Key(string name, int version) => string.Create(CultureInfo.InvariantCulture, $"{name}/{version:D8}");

    private static string Key(long seq) => seq.ToString("D12", CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(13, LogLevel.Error, "The record {Record} of the library is damaged and left out.")]
        public static partial void Damaged(ILogger logger, string record);
    }
}
