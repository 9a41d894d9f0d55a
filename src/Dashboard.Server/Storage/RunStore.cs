using System.Collections.Concurrent;
using System.Text.Json;
using Contracts;
using LiteDB;

namespace Dashboard.Server.Storage;

/// <summary>Runs and their events, on disk. Every write is one transaction; every read checks a checksum.</summary>
internal sealed partial class RunStore(Store store, ILogger<RunStore> log)
{
    private readonly ConcurrentDictionary<RunId, bool> _damaged = new();

    /// <summary>Runs of whose records a part was found damaged since the start.</summary>
    public IReadOnlyCollection<RunId> Damaged => _damaged.Keys.ToList();

    public IReadOnlyList<StoredRun> List() =>
        store.Read(database => database.GetCollection("runs").FindAll().ToList()).ConvertAll(ReadRun);

    public StoredRun? Find(RunId id) =>
        store.Read(database => database.GetCollection("runs").FindById(id.Value)) is { } document ? ReadRun(document) : null;

    public Task InsertAsync(StoredRun run) => store.WriteAsync(database => database.GetCollection("runs").Insert(Document(run)));

    /// <summary>Stores the chunks that changed and the row of history in one transaction. Doing it twice does no harm.</summary>
    public Task AppendAsync(StoredRun run, IReadOnlyList<EventChunk> chunks) => store.WriteAsync(database =>
    {
        database.GetCollection("chunks").Upsert(chunks.Select(Document));
        database.GetCollection("runs").Update(Document(run));
    });

    /// <summary>Bytes of the events of a run, as they are stored.</summary>
    public long EventBytes(RunId id) => store.Read(database => database.GetCollection("chunks")
        .Find(Query.StartsWith("_id", id.Value + "/")).Sum(document => (long)(document["bin"].AsBinary?.Length ?? 0)));

    /// <summary>Removes a run, its events, and what is known and said of it.</summary>
    public Task DeleteAsync(RunId id) => store.WriteAsync(database =>
    {
        database.GetCollection("chunks").DeleteMany(Query.StartsWith("_id", id.Value + "/"));
        database.GetCollection("columns").DeleteMany(Query.StartsWith("_id", id.Value + "/"));
        database.GetCollection(RunMetaStore.Collection).Delete(id.Value);
        database.GetCollection(DigestStore.Collection).Delete(id.Value);
        database.GetCollection("runs").Delete(id.Value);
    });

    /// <summary>
    /// Events after a number, at most one chunk of them; a damaged event comes as a note that says so, with its number.
    /// Empty at the end.
    /// </summary>
    public IReadOnlyList<RunEvent> Events(RunId id, long after)
    {
        if (Find(id) is not { } run || after >= run.Summary.LastSeq) return [];
        var index = EventChunk.IndexOf(after + 1);
        var document = store.Read(database => database.GetCollection("chunks").FindById(EventChunk.KeyOf(id, index)));
        var end = Math.Min((index + 1) * EventChunk.Size, run.Summary.LastSeq);
        var events = document is null ? null : Chunk(document).Unpack();
        if (events is null || events[0].Seq != (index * EventChunk.Size) + 1 || events[^1].Seq < end)
        {
            if (_damaged.TryAdd(id, true)) Log.Damaged(log, id, after + 1, end);
            events = Enumerable.Range(1, (int)(end - (index * EventChunk.Size)))
                .Select(i => Lost((index * EventChunk.Size) + i, run)).ToList();
        }

        return events.Where(e => e.Seq > after && e.Seq <= run.Summary.LastSeq).ToList();
    }

    private StoredRun ReadRun(BsonDocument document) => StoredRun.Read(
        document["_id"].AsString, document["spec"].AsString ?? "", document["summary"].AsString ?? "", document["crc"].AsInt64, Note);

    private void Note(RunId id, JsonException? spec)
    {
        if (!_damaged.TryAdd(id, true)) return;
        if (spec is null) Log.DamagedRecord(log, id);
        else Log.UnreadableSpec(log, id, spec);
    }

    private static RunEvent Lost(long seq, StoredRun run) =>
        new Noted("error", $"Event {seq} of this log is damaged in the store and cannot be shown.")
        { Seq = seq, At = run.Summary.CreatedAt };

    private static BsonDocument Document(StoredRun run)
    {
        var (id, spec, summary) = (run.Summary.Id.Value, run.SpecJson, StoredRun.Serialize(run.Summary));
        return new BsonDocument { ["_id"] = id, ["spec"] = spec, ["summary"] = summary, ["crc"] = StoredRun.Checksum(id, spec, summary) };
    }

    private static BsonDocument Document(EventChunk chunk) =>
        new() { ["_id"] = chunk.Id, ["seq0"] = chunk.First, ["seq1"] = chunk.Last, ["crc"] = chunk.Crc, ["bin"] = chunk.Bytes };

    private static EventChunk Chunk(BsonDocument document) => new(
        document["_id"].AsString, document["seq0"].AsInt64, document["seq1"].AsInt64,
            document["crc"].AsInt64, document["bin"].AsBinary ?? []);

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Error, "The log of run {Run} is damaged: events {From} to {To} cannot be read.")]
        public static partial void Damaged(ILogger logger, RunId run, long from, long to);

        [LoggerMessage(11, LogLevel.Error, "The record of run {Run} is damaged.")]
        public static partial void DamagedRecord(ILogger logger, RunId run);

        [LoggerMessage(12, LogLevel.Error, "The spec of run {Run} cannot be read; a later version may have written it.")]
        public static partial void UnreadableSpec(ILogger logger, RunId run, Exception exception);
    }
}
