using System.Globalization;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>Takes a file in among the entries that a batch may name; a refusal stands below it.</summary>
public sealed partial class SetUpload : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private bool _uploading;
    private string _fault = "";

    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>What a file may be, in a sentence.</summary>
    [Parameter, EditorRequired]
    public required string Help { get; set; }

    /// <summary>Ends of the names that are taken, small letters: ".npz". Others would be of no use where this stands.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Endings { get; set; }

    [Parameter]
    public EventCallback<SetEntry> OnTaken { get; set; }

    [Inject]
    private ISets Sets { get; set; } = null!;

    private string MostMebibytes => (Sets.MostBytes / (1024 * 1024)).ToString("N0", CultureInfo.CurrentCulture);

    private async Task UploadAsync(InputFileChangeEventArgs change)
    {
        _fault = "";
        if (!Endings.Any(ending => change.File.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            _fault = L["Only files that end in {0} are taken here.", string.Join(", ", Endings)];
            return;
        }

        _uploading = true;
        try
        {
            await using var content = change.File.OpenReadStream(Sets.MostBytes, _gone.Token);
            var answer = await Sets.UploadAsync(change.File.Name, content, _gone.Token);
            _fault = answer.Fault is { } fault ? L.Say(fault) : "";
            if (answer.Entry is { } taken) await OnTaken.InvokeAsync(taken);
        }
        catch (IOException)
        {
            _fault = L["The file was not taken: it is larger than {0} MiB, or the connection broke.", MostMebibytes];
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        finally
        {
            _uploading = false;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }
}
