using System.Globalization;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Dashboard.Client.Features.DataSets;

/// <summary>Registers a real set: an upload, a folder of the server, or a file at an address. Nothing typed is lost by a refusal.</summary>
public sealed partial class RegisterDataSet : IDisposable
{
    private const int MostFiles = 4, MostName = 64;
    private readonly CancellationTokenSource _gone = new();
    private CancellationTokenSource? _stop;
    private IReadOnlyList<IBrowserFile> _files = [];
    private IReadOnlyList<string> _faults = [];
    private DataSetProgress? _progress;
    private string _name = "", _path = "", _address = "", _hash = "", _licence = "", _purpose = "", _by = "";
    private bool? _personal;
    private bool _busy;

    /// <summary>"upload", "folder" or "url"; anything else is an upload.</summary>
    [Parameter, EditorRequired]
    public required string Way { get; set; }

    [Inject]
    private IDataSets Register { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private DataSetLimits Limits => Register.Limits;

    private string MostMebibytes => (Limits.MostBytes / (1024 * 1024)).ToString("N0", CultureInfo.CurrentCulture);

    private DataSetRegistration Asked => new()
    {
        Name = _name.Trim(),
        By = _by,
        Card = new DataSetCard { Licence = _licence.Trim(), PersonalData = _personal, Purpose = _purpose.Trim() },
    };

    /// <summary>The name of a file is a good beginning for the name of a set.</summary>
    internal static string Suggested(string fileName)
    {
        var bare = fileName.Split('.')[0].ToLowerInvariant();
        var plain = string.Concat(bare.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return plain.Length > MostName ? plain[..MostName] : plain;
    }

    private void Choose(InputFileChangeEventArgs change)
    {
        _faults = change.FileCount > MostFiles ? [L["At most {0} files make a set.", MostFiles]] : [];
        _files = change.FileCount > MostFiles ? [] : [.. change.GetMultipleFiles(MostFiles)];
        if (_name.Length == 0 && _files is [var one]) _name = Suggested(one.Name);
    }

    private async Task RegisterAsync()
    {
        if (Way is not ("folder" or "url") && _files.Count == 0)
        {
            _faults = [L["Choose a file first."]];
            return;
        }

        (_faults, _busy) = ([], true);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        try
        {
            var answer = await SendAsync(new Progress<DataSetProgress>(Show), _stop.Token);
            _faults = [.. answer.Faults.Select(L.Say)];
            if (answer.Facts is not null) Navigation.NavigateTo(DataSetPage.Address(Asked.Name));
        }
        catch (IOException)
        {
            _faults = [L["The file was not taken: it is larger than {0} MiB, or the connection broke.", MostMebibytes]];
        }
        catch (OperationCanceledException)
        {
            _faults = _gone.IsCancellationRequested ? [] : [L["Cancelled."]];
        }
        finally
        {
            (_busy, _progress) = (false, null);
            _stop.Dispose();
            _stop = null;
        }
    }

    private Task<DataSetAnswer> SendAsync(IProgress<DataSetProgress> progress, CancellationToken cancellation) => Way switch
    {
        "folder" => Register.CopyAsync(Asked, _path.Trim(), progress, cancellation),
        "url" => Register.DownloadAsync(Asked, _address.Trim(), _hash.Trim(), progress, cancellation),
        _ => Register.UploadAsync(Asked, [.. _files.Select(File)], progress, cancellation),
    };

    private DataSetFile File(IBrowserFile file) => new(file.Name, file.Size, cancellation => file.OpenReadStream(Limits.MostBytes, cancellation));

    private void Show(DataSetProgress progress)
    {
        if (!_busy) return;
        _progress = progress;
        StateHasChanged();
    }

    private void Stop() => _stop?.Cancel();

    /// <inheritdoc />
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }
}
