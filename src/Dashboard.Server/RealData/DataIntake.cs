using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Dashboard.Server.Mitigation;
using Dashboard.Server.Storage;
using Engine.Data;
using Engine.Export;

namespace Dashboard.Server.RealData;

/// <summary>Takes real sets in: what comes is checked where no run can see it, every fault is told, and it is moved to its place only when it has none.</summary>
internal sealed class DataIntake(EngineDoor engine, StorageFolder folder, UploadLimit limit, DataSetStore store, TimeProvider time) : IDisposable
{
    private const int MostAtOnce = 2, MostBy = 80, ReportBytes = 1024 * 1024;
    private readonly SemaphoreSlim _receiving = new(MostAtOnce, MostAtOnce);
    private readonly SemaphoreSlim _checking = new(1, 1);

    /// <summary>Bytes of the largest set.</summary>
    public long MostBytes => limit.MostBytes;

    /// <summary>Every fault of a registration before anything comes.</summary>
    public IReadOnlyList<Sentence> Faults(DataSetRegistration asked)
    {
        List<Sentence> faults = [.. CardFaults.Of(asked.Card).Select(fault => fault.Text)];
        if (engine.DataNameFault(asked.Name) is { } fault) faults.Add(fault);
        if (asked.By.Length > MostBy) faults.Add($"A person's name has at most {MostBy} characters.");
        return faults;
    }

    /// <summary>Whether a set of the name is there, or something that would take its place in a listing.</summary>
    public bool IsTaken(string name) => engine.DataSets().Any(set => set.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes the files of a set in.</summary>
    /// <exception cref="StorageException">The disk is full.</exception>
    public async Task<DataSetAnswer> TakeAsync(DataDelivery delivery, IProgress<DataSetProgress>? progress, CancellationToken cancellation)
    {
        var asked = delivery.Asked;
        if (Faults(asked) is { Count: > 0 } faults) return DataSetAnswer.Refused(faults);
        if (IsTaken(asked.Name)) return Taken(asked.Name);
        await _receiving.WaitAsync(cancellation);
        try
        {
            using var quarantine = new Quarantine(folder, asked.Name + delivery.Ending);
            if (await ReceiveAsync(delivery, quarantine, progress, cancellation) is { } fault) return DataSetAnswer.Refused(fault);
            if (delivery.Hash.Length > 0 && !quarantine.Hash.Equals(delivery.Hash, StringComparison.OrdinalIgnoreCase))
                return DataSetAnswer.Refused($"The file has SHA-256 {quarantine.Hash}, not the one that was asked for; nothing was kept.");
            progress?.Report(new DataSetProgress("check", quarantine.Bytes, null));
            return await CheckAsync(delivery, quarantine, progress, cancellation);
        }
        finally
        {
            _receiving.Release();
        }
    }

    public void Dispose()
    {
        _receiving.Dispose();
        _checking.Dispose();
    }

    private async Task<Sentence?> ReceiveAsync(
        DataDelivery delivery, Quarantine quarantine, IProgress<DataSetProgress>? progress, CancellationToken cancellation)
    {
        long reported = 0;
        var total = delivery.Files.All(file => file.Length is not null) ? delivery.Files.Sum(file => file.Length) : null;
        if (total > limit.MostBytes) return $"A set may have at most {limit.MostBytes / (1024 * 1024):N0} MiB; this one has {total:N0} bytes.";
        foreach (var file in delivery.Files)
        {
            var before = quarantine.Bytes;
            await using var content = file.Open(cancellation);
            if (await quarantine.WriteAsync(file.FileName, content, limit.MostBytes, Tell, cancellation) is { } fault) return fault;
            if (file.Length is { } promised && quarantine.Bytes - before != promised)
                return $"{quarantine.Bytes - before:N0} of {promised:N0} bytes came; nothing was kept.";
        }

        return null;

        void Tell(long bytes)
        {
            if (bytes - reported < ReportBytes && bytes != total) return;
            reported = bytes;
            progress?.Report(new DataSetProgress("receive", bytes, total));
        }
    }

    private async Task<DataSetAnswer> CheckAsync(
        DataDelivery delivery, Quarantine quarantine, IProgress<DataSetProgress>? progress, CancellationToken cancellation)
    {
        await _checking.WaitAsync(cancellation);
        try
        {
            var asked = delivery.Asked;
            var (reading, faults) = await Task.Run(() => Read(quarantine.Entry, asked.Name), CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            if (reading is null) return DataSetAnswer.Refused(faults);
            progress?.Report(new DataSetProgress("keep", quarantine.Bytes, quarantine.Bytes));
            if (IsTaken(asked.Name) || !quarantine.Keep()) return Taken(asked.Name);
            try
            {
                await RecordAsync(delivery, quarantine, reading.Facts);
            }
            catch
            {
                quarantine.TakeBack();      // so that the same name can be tried again
                throw;
            }

            return new DataSetAnswer(reading.Facts, []);
        }
        finally
        {
            _checking.Release();
        }
    }

    private (DataSetReading? Reading, IReadOnlyList<Sentence> Faults) Read(string path, string name)
    {
        try
        {
            return (engine.ReadDataAt(path, name), []);
        }
        catch (DataException e)
        {
            return (null, e.Faults);
        }
    }

    private async Task RecordAsync(DataDelivery delivery, Quarantine quarantine, DataSetFacts facts)
    {
        var (asked, now) = (delivery.Asked, time.GetUtcNow());
        var origin = new DataSetOrigin(
            delivery.Origin, delivery.From, quarantine.Bytes, quarantine.Hash, facts.ContentHash, now, asked.By.Trim());
        await store.SaveAsync(new DataSetRecord(asked.Name, asked.Card with { EditedBy = asked.By.Trim(), EditedAt = now }, origin));
    }

    private static DataSetAnswer Taken(string name) => DataSetAnswer.Refused($"There is a set {name} already; nothing is overwritten.") with { IsTaken = true };
}
