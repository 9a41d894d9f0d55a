using System.Globalization;
using System.Text.Json.Nodes;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>Which set a batch trains on: of a run of ours, from a file, or a few real images.</summary>
public sealed partial class SetChooser : IDisposable
{
    private const int MostMebibytes = 512;

    private static readonly (string Source, string Title)[] Sources =
        [("run", "The set of a run"), ("file", "An imported file"), ("real", "A few real images")];

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<RunSummary> _runs = [];
    private IReadOnlyList<SetEntry> _entries = [];
    private (string Run, IReadOnlyList<int> Iterations)? _frames;
    private bool _uploading;
    private string _uploadFault = "";

    [Parameter, EditorRequired]
    public required BatchDraft Draft { get; set; }

    [Parameter, EditorRequired]
    public required CatalogDescription Catalog { get; set; }

    [Parameter]
    public IReadOnlyList<DataSetInfo> DataSets { get; set; } = [];

    [Parameter]
    public IReadOnlyList<SpecFault> Faults { get; set; } = [];

    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private IRuns Runs { get; set; } = null!;

    [Inject]
    private ISets Sets { get; set; } = null!;

    private bool IsTorch => Entry("file").EndsWith(".pt", StringComparison.OrdinalIgnoreCase);

    /// <summary>Iterations of the chosen run's stored frames.</summary>
    private IReadOnlyList<int> Frames
    {
        get
        {
            if (_frames?.Run != Draft.Run)
            {
                var state = RunId.TryParse(Draft.Run, null, out var id) ? Runs.State(id) : null;
                _frames = (Draft.Run, [.. state?.SyntheticSets.Keys ?? []]);
            }

            return _frames!.Value.Iterations;
        }
    }

    protected override void OnInitialized()
    {
        // A row does not tell whether frames were stored: a run that measured something has stored its start.
        _runs = [.. Runs.List().Where(run => !run.IsMitigation && (run.Iteration > 0 || run.Status == RunStatus.Completed))];
        _entries = Sets.List();
    }

    private string Entry(string member) => Draft.Set[member]?.ToString() ?? "";

    private bool Has(string path) => Faults.Any(fault => fault.Path == path);

    private static string Described(RunSummary run) => string.Join(
        " · ", new[]
        {
            run.Name,
            run.Data,
            run.ImagesPerClass is { } images ? string.Create(CultureInfo.CurrentCulture, $"IPC {images}") : null,
            run.Accuracy is { } score ? $"{Say.Accuracy(score)} %" : null,
        }.OfType<string>());

    private Task ChooseRun(ChangeEventArgs change) => Change(() =>
    {
        if (RunId.TryParse(change.Value?.ToString(), null, out var id) && Runs.Spec(id) is { } made) Draft.TakeRun(id, made);
    });

    private Task ChooseIteration(ChangeEventArgs change) => Change(() =>
    {
        var known = int.TryParse(change.Value?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var iteration);
        Draft.Set["iteration"] = known ? iteration : null;
        Draft.Set.Remove("artifact");
    });

    private Task ChooseEntry(string member, string? name) => Change(() =>
    {
        Draft.Set[member] = string.IsNullOrEmpty(name) ? null : JsonValue.Create(name);
        if (!IsTorch) Draft.Set.Remove("labels");
    });

    private async Task UploadAsync(InputFileChangeEventArgs change)
    {
        (_uploading, _uploadFault) = (true, "");
        try
        {
            await using var content = change.File.OpenReadStream(MostMebibytes * 1024L * 1024, _gone.Token);
            var answer = await Sets.UploadAsync(change.File.Name, content, _gone.Token);
            _entries = Sets.List();
            _uploadFault = answer.Fault;
            // The second of a pair of .pt files holds the labels of the first.
            if (answer.Entry is not { } taken) return;
            await ChooseEntry(taken.Kind == "pt" && IsTorch && Entry("labels").Length == 0 ? "labels" : "file", taken.FileName);
        }
        catch (IOException)
        {
            _uploadFault = L["The file was not taken: it is larger than {0} MiB, or the connection broke.", MostMebibytes];
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

    private Task Change(Action change)
    {
        change();
        return OnChanged.InvokeAsync();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }
}
