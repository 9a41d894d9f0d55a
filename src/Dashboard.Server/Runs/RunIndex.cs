using System.Collections.Concurrent;
using Contracts;
using Dashboard.Server.Listing;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>What lists show of every run, in memory, and the event that tells of a changed row. Runs in the trash are in no list.</summary>
internal sealed partial class RunIndex
{
    private readonly ConcurrentDictionary<RunId, RunRecord> _records = new();
    private readonly ConcurrentDictionary<RunId, RunMeta> _metas;
    private readonly ConcurrentDictionary<string, bool> _series = new(StringComparer.Ordinal);
    private readonly ParameterFields _parameters;
    private readonly ConcurrentQueue<Action> _later = new();
    private readonly Lock _reading = new();
    private readonly ILogger<RunIndex> _log;

    public RunIndex(IEnumerable<RunMeta> metas, ParameterFields parameters, ILogger<RunIndex> log)
    {
        (_parameters, _log) = (parameters, log);
        _metas = new ConcurrentDictionary<RunId, RunMeta>(metas.Select(meta => KeyValuePair.Create(meta.Id, meta)));
    }

    /// <summary>Raised on the thread that changed a row, outside any lock; null for a run that was deleted, for good or to the trash.</summary>
    public event Action<RunId, RunSummary?>? Changed;

    /// <summary>Every parameter that any run has.</summary>
    public IEnumerable<RunField> Parameters => ReadRest()._parameters.Fields;

    /// <summary>Names of every series that any run measured.</summary>
    public IEnumerable<string> Series => ReadRest()._series.Keys;

    /// <summary>A parameter; null when no run has it. Only for one that is not known yet has the rest of a start to be read.</summary>
    public RunField? Parameter(string name) => _parameters.Find(name) ?? ReadRest()._parameters.Find(name);

    public bool HasSeries(string name) => _series.ContainsKey(name) || ReadRest()._series.ContainsKey(name);

    /// <summary>Every run, those in the trash too, in no order.</summary>
    public IReadOnlyCollection<RunRecord> Records => [.. _records.Values];

    /// <summary>The runs that others are compared with. Asked for with every page of rows: nothing is copied for it.</summary>
    public IEnumerable<RunRecord> Baselines => _records.Where(entry => entry.Value is { Meta.Baseline: true, IsDeleted: false }).Select(entry => entry.Value);

    /// <summary>The newest first.</summary>
    public IReadOnlyList<RunSummary> List() =>
        [.. _records.Values.Where(record => !record.IsDeleted).Select(record => record.Row).OrderByDescending(row => row.Id)];

    public RunSummary? Find(RunId id) => _records.TryGetValue(id, out var record) && !record.IsDeleted ? record.Row : null;

    /// <summary>A run wherever it is.</summary>
    public RunRecord? Record(RunId id) => _records.GetValueOrDefault(id);

    /// <summary>Puts something off that a start need not wait for; it is done before a name is called unknown.</summary>
    public void Later(Action read) => _later.Enqueue(read);

    /// <summary>Does what was put off.</summary>
    public RunIndex ReadRest()
    {
        lock (_reading)
        {
            while (_later.TryDequeue(out var read)) read();
        }

        return this;
    }

    /// <summary>A run that is new here.</summary>
    public void Add(StoredRun run)
    {
        var meta = _metas.TryRemove(run.Summary.Id, out var known) ? known : new RunMeta { Id = run.Summary.Id };
        var spec = run.SpecJson;
        var asked = new Lazy<FieldSet>(() => _parameters.Of(spec));
        Later(() => _ = asked.Value);
        var record = new RunRecord(run.Summary, meta, asked, RunDigest.None);
        Tell(_records.AddOrUpdate(run.Summary.Id, record, (_, old) => old.With(run.Summary)));
    }

    public void Set(RunSummary row) => Change(row.Id, record => record.With(row));

    /// <summary>A row and the events that led to it, once they are stored.</summary>
    public void Observe(RunSummary row, IReadOnlyList<RunEvent> stored) =>
        Change(row.Id, record => record.With(row).With(record.Digest.Apply(stored)));

    public void Set(RunMeta meta) => Change(meta.Id, record => record.With(meta));

    /// <summary>A digest that was read; an older one than what is known changes nothing.</summary>
    public void Set(RunId id, RunDigest digest) => Change(id, record => digest.Seq > record.Digest.Seq ? record.With(digest) : record);

    public void Remove(RunId id)
    {
        if (_records.TryRemove(id, out _)) Tell(id, null);
    }

    private void Change(RunId id, Func<RunRecord, RunRecord> change)
    {
        while (_records.TryGetValue(id, out var old))
        {
            var next = change(old);
            if (ReferenceEquals(old, next)) return;
            if (!_records.TryUpdate(id, next, old)) continue;
            if (!ReferenceEquals(old.Digest.Names, next.Digest.Names)) Learn(next.Digest.Names);
            Tell(next);
            return;
        }
    }

    private void Learn(IReadOnlyList<string> series)
    {
        foreach (var name in series) _series.TryAdd(name, true);
    }

    private void Tell(RunRecord record) => Tell(record.Row.Id, record.IsDeleted ? null : record.Row);

    private void Tell(RunId id, RunSummary? row)
    {
        foreach (var listener in Delegate.EnumerateInvocationList(Changed))
        {
            try
            {
                listener(id, row);
            }
            catch (Exception e)     // a page that went away must not stop the archiver, nor keep the news from the others
            {
                Log.ListenerThrew(_log, id, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(80, LogLevel.Warning, "A listener to changes of run {Run} failed.")]
        public static partial void ListenerThrew(ILogger logger, RunId run, Exception exception);
    }
}
