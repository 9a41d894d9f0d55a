using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>Data sets held in a list; what is taken in becomes one, unless there are faults.</summary>
internal sealed class RememberedDataSets : IDataSets
{
    private readonly List<DataSetRow> _rows =
    [
        new(new DataSetInfo("demo", "Demo", "Made.", "embedded", true, "MIT"), new DataSetCard(), null, false),
        new(new DataSetInfo("away", "Away", "Made.", "", false, "unknown"), new DataSetCard { PersonalData = true, Purpose = "Research" }, null, false),
    ];

    public DataSetLimits Limits { get; set; } = new(1024 * 1024, [], false);

    public List<(DataSetRegistration Asked, string From)> Asked { get; } = [];

    public IReadOnlyList<Sentence> Faults { get; set; } = [];

    /// <summary>What a reading and a registration wait for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public static DataSetFacts Facts(string name) => new(
        name, name, "MIT", 1, 8, 8, [new DataSetClass("cat", 4, 1), new DataSetClass("dog", 12, 3)], "c0ffee", ["A note."], new DataSetSheet(2, 8, 8, 8));

    public IReadOnlyList<DataSetRow> List() => [.. _rows];

    public DataSetRow? Find(string name) => _rows.FirstOrDefault(row => row.Info.Name == name);

    public async Task<DataSetAnswer> ReadAsync(string name, CancellationToken cancellation)
    {
        await Gate.WaitAsync(cancellation);
        return Find(name) is { Info.Available: true } ? new DataSetAnswer(Facts(name), []) : DataSetAnswer.Refused("This set is not here; nothing is fetched to look at it.");
    }

    public Task<IReadOnlyList<SpecFault>> EditAsync(string name, DataSetCard card, CancellationToken cancellation)
    {
        if (card is { PersonalData: true, Purpose: "" }) return Task.FromResult<IReadOnlyList<SpecFault>>([new SpecFault("purpose", "Say why.")]);
        var at = _rows.FindIndex(row => row.Info.Name == name);
        _rows[at] = _rows[at] with { Card = card };
        return Task.FromResult<IReadOnlyList<SpecFault>>([]);
    }

    public Task<DataSetAnswer> UploadAsync(
        DataSetRegistration asked, IReadOnlyList<DataSetFile> files, IProgress<DataSetProgress>? progress, CancellationToken cancellation) =>
            TakeAsync(asked, string.Join(",", files.Select(file => file.FileName)), progress, cancellation);

    public Task<DataSetAnswer> CopyAsync(DataSetRegistration asked, string path, IProgress<DataSetProgress>? progress, CancellationToken cancellation) =>
        TakeAsync(asked, path, progress, cancellation);

    public Task<DataSetAnswer> DownloadAsync(
        DataSetRegistration asked, string address, string hash, IProgress<DataSetProgress>? progress, CancellationToken cancellation) =>
            TakeAsync(asked, $"{address} {hash}", progress, cancellation);

    public Task<CommandResult> DeleteAsync(string name, CancellationToken cancellation) =>
        Task.FromResult(_rows.RemoveAll(row => row.Info.Name == name && row.CanDelete) > 0 ? CommandResult.Done : CommandResult.Refused);

    public void Add(DataSetRow row) => _rows.Add(row);

    private async Task<DataSetAnswer> TakeAsync(
        DataSetRegistration asked, string from, IProgress<DataSetProgress>? progress, CancellationToken cancellation)
    {
        Asked.Add((asked, from));
        progress?.Report(new DataSetProgress("receive", 512, 1024));
        await Gate.WaitAsync(cancellation);
        if (Faults.Count > 0) return DataSetAnswer.Refused(Faults);
        _rows.Add(new DataSetRow(new DataSetInfo(asked.Name, asked.Name, "", "data folder", true, "unknown"), asked.Card, null, true));
        return new DataSetAnswer(Facts(asked.Name), []);
    }
}
