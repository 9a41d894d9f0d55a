using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Storage;

namespace Dashboard.Server.RealData;

/// <summary>The register of real sets: what there is, what people say of it, and the ways in and out.</summary>
internal sealed class DataSetRegister(ICatalog catalog, DataSetStore store, DataReadings readings, DataSetDoors doors, DataSetRemoval removal) : IDataSets
{
    public DataSetLimits Limits => doors.Limits;

    public IReadOnlyList<DataSetRow> List()
    {
        var records = store.All();
        return [.. catalog.DataSets().Select(info => Row(info, records.GetValueOrDefault(info.Name)))];
    }

    public DataSetRow? Find(string name) => catalog.DataSets().FirstOrDefault(info => info.Name == name) is { } found ? Row(found, store.Find(name)) : null;

    public async Task<DataSetAnswer> ReadAsync(string name, CancellationToken cancellation)
    {
        if (Find(name) is not { } row) return DataSetAnswer.Refused("There is no such data set.");
        if (!row.Info.Available) return DataSetAnswer.Refused("This set is not here; nothing is fetched to look at it.");
        var (reading, faults) = await readings.OfAsync(name, cancellation);
        return new DataSetAnswer(reading?.Facts, faults);
    }

    public async Task<IReadOnlyList<SpecFault>> EditAsync(string name, DataSetCard card, CancellationToken cancellation)
    {
        if (Find(name) is null) return [new SpecFault("", "There is no such data set.")];
        if (CardFaults.Of(card) is { Count: > 0 } faults) return faults;
        try
        {
            await store.SaveAsync(store.Find(name) with { Card = card with { EditedAt = doors.Now } });
            return [];
        }
        catch (StorageException e)
        {
            return [new SpecFault("", e.Text)];
        }
    }

    public Task<DataSetAnswer> UploadAsync(
        DataSetRegistration asked, IReadOnlyList<DataSetFile> files, IProgress<DataSetProgress>? progress, CancellationToken cancellation) =>
            ToldAsync(() => doors.UploadAsync(asked, files, progress, cancellation));

    public Task<DataSetAnswer> CopyAsync(
        DataSetRegistration asked, string path, IProgress<DataSetProgress>? progress, CancellationToken cancellation) =>
            ToldAsync(() => doors.CopyAsync(asked, path, progress, cancellation));

    public Task<DataSetAnswer> DownloadAsync(
        DataSetRegistration asked, string address, string hash, IProgress<DataSetProgress>? progress, CancellationToken cancellation) =>
            ToldAsync(() => doors.DownloadAsync(asked, address, hash, progress, cancellation));

    public Task<CommandResult> DeleteAsync(string name, CancellationToken cancellation) => removal.DeleteAsync(name, cancellation);

    private DataSetRow Row(DataSetInfo info, DataSetRecord? record) =>
        new(info, record?.Card ?? new DataSetCard(), record?.Origin, removal.PathOf(info.Name) is not null);

    /// <summary>A store that fails is a fault for pages, which must lose nothing typed.</summary>
    private static async Task<DataSetAnswer> ToldAsync(Func<Task<DataSetAnswer>> take)
    {
        try
        {
            return await take();
        }
        catch (StorageException e)
        {
            return DataSetAnswer.Refused(e.Text);
        }
    }
}
