using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Storage;

namespace Dashboard.Server.RealData;

/// <summary>The three ways in. Each makes a delivery of its own kind; the intake treats them alike.</summary>
internal sealed class DataSetDoors(DataIntake intake, DataIntakeSettings settings, DataDownload download, TimeProvider time)
{
    private static readonly TimeSpan WholeDownload = TimeSpan.FromMinutes(60);

    public DataSetLimits Limits => new(intake.MostBytes, settings.Folders, settings.Downloads);

    public DateTimeOffset Now => time.GetUtcNow();

    public Task<DataSetAnswer> UploadAsync(
        DataSetRegistration asked, IReadOnlyList<DataSetFile> files, IProgress<DataSetProgress>? progress, CancellationToken cancellation)
    {
        var (delivery, fault) = DataDelivery.Of(asked, "upload", DataDelivery.Shown(files), files);
        return delivery is null
            ? Task.FromResult(DataSetAnswer.Refused([.. intake.Faults(asked), fault!]))
            : intake.TakeAsync(delivery, progress, cancellation);
    }

    public async Task<DataSetAnswer> CopyAsync(
        DataSetRegistration asked, string path, IProgress<DataSetProgress>? progress, CancellationToken cancellation)
    {
        if (settings.Folders.Count == 0) return DataSetAnswer.Refused("This server registers no folders; the setting Data:Folders names places that may be.");
        if (settings.Allowed(path) is not { } real) return DataSetAnswer.Refused("There is no such folder or file in a place that may be registered.");
        try
        {
            var (delivery, faults) = FolderDelivery.Of(asked, real);
            return delivery is null ? DataSetAnswer.Refused([.. intake.Faults(asked), .. faults]) : await intake.TakeAsync(delivery, progress, cancellation);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            return DataSetAnswer.Refused("A part of the folder cannot be read; nothing was kept.");
        }
    }

    public async Task<DataSetAnswer> DownloadAsync(
        DataSetRegistration asked, string address, string hash, IProgress<DataSetProgress>? progress, CancellationToken cancellation)
    {
        if (!settings.Downloads) return DataSetAnswer.Refused("This server fetches nothing; the setting Data:AllowDownload allows it.");
        List<Sentence> faults = [.. intake.Faults(asked)];
        if (DataDownload.Fault(address.Trim(), out var from) is { } fault) faults.Add(fault);
        if (hash.Length > 0 && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))) faults.Add("A SHA-256 has 64 hexadecimal digits.");
        if (faults.Count > 0) return DataSetAnswer.Refused(faults);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(WholeDownload);
        try
        {
            using var fetched = await download.OpenAsync(from, patience.Token);
            var file = new DataSetFile(fetched.FileName, fetched.Length, _ => fetched.Content);
            var (delivery, named) = DataDelivery.Of(asked, "url", from.GetLeftPart(UriPartial.Path), [file]);
            return delivery is null ? DataSetAnswer.Refused(named!) : await intake.TakeAsync(delivery with { Hash = hash }, progress, patience.Token);
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException or UriFormatException)
        {
            return DataSetAnswer.Refused(Told(e));
        }
        catch (IOException e) when (e is not StorageException)
        {
            return DataSetAnswer.Refused("The connection broke off; nothing was kept.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return DataSetAnswer.Refused("The download took too long; nothing was kept.");
        }
    }

    /// <summary>The way to the network wraps what was thrown on it; what the runtime says has no other language.</summary>
    private static Sentence Told(Exception fault)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (inner is FetchException told) return told.Text;
        }

        return fault.Message;
    }
}
