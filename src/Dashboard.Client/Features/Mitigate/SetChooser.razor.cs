using System.Globalization;
using System.Text.Json.Nodes;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Features.Library;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>Which set a batch trains on: of a run of ours, from a file, or a few real images.</summary>
public sealed partial class SetChooser
{
    private static readonly string[] FileKinds = ["npz", "archive", "folder", "pt"];
    private static readonly string[] LabelKinds = ["pt"];
    private static readonly string[] Endings = [".npz", ".pt", ".zip", ".tar", ".tar.gz", ".tgz"];

    private static readonly (string Source, string Title)[] Sources =
        [("run", "The set of a run"), ("file", "An imported file"), ("real", "A few real images")];

    private IReadOnlyList<RunSummary> _runs = [];
    private IReadOnlyList<SetEntry> _entries = [];
    private IReadOnlyList<LibraryVersion> _versions = [];
    private LibraryVersion? _taken, _given;
    private (string Run, IReadOnlyList<int> Iterations)? _frames;

    [Parameter, EditorRequired]
    public required BatchDraft Draft { get; set; }

    [Parameter, EditorRequired]
    public required CatalogDescription Catalog { get; set; }

    [Parameter]
    public IReadOnlyList<DataSetInfo> DataSets { get; set; } = [];

    [Parameter]
    public IReadOnlyList<SpecFault> Faults { get; set; } = [];

    /// <summary>The version that the page was opened for; null for none.</summary>
    [Parameter]
    public LibraryVersion? Asked { get; set; }

    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private IRuns Runs { get; set; } = null!;

    [Inject]
    private ILibrary Library { get; set; } = null!;

    [Inject]
    private ISets Sets { get; set; } = null!;

    /// <summary>The version that is trained on: the one that was chosen, or, of a run that is gone, the one that has its set.</summary>
    private LibraryVersion? Version => _taken is { } taken && Draft.Has(taken) ? taken
        : _runs.Any(run => run.Id.Value == Draft.Run) ? null
        : _versions.FirstOrDefault(Draft.Has);

    private string Chosen => Version is { } version ? LibraryNames.Key(version) : Draft.Run;

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
        _versions = [.. Library.List().SelectMany(set => set.Versions).Where(version => !version.IsRetired)];
        _entries = Sets.List();
    }

    protected override void OnParametersSet()
    {
        if (Asked != _given) _taken = _given = Asked;
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

    private static string Described(LibraryVersion version) => string.Join(
        " · ", new[]
        {
            LibraryNames.Key(version), version.Spec.Data.Name, string.Create(CultureInfo.CurrentCulture, $"IPC {version.ImagesPerClass}"),
            version.Accuracy is { } score ? $"{Say.Accuracy(score)} %" : null,
        }.OfType<string>());

    private Task ChooseRun(ChangeEventArgs change) => Change(() =>
    {
        _taken = _versions.FirstOrDefault(version => LibraryNames.Key(version) == change.Value?.ToString());
        if (_taken is not null) Draft.TakeVersion(_taken);
        else if (RunId.TryParse(change.Value?.ToString(), null, out var id) && Runs.Spec(id) is { } made) Draft.TakeRun(id, made);
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

    /// <summary>The second of a pair of .pt files holds the labels of the first.</summary>
    private Task TakeAsync(SetEntry taken)
    {
        _entries = Sets.List();
        if (!FileKinds.Contains(taken.Kind)) return Task.CompletedTask;
        return ChooseEntry(taken.Kind == "pt" && IsTorch && Entry("labels").Length == 0 ? "labels" : "file", taken.FileName);
    }

    private Task Change(Action change)
    {
        change();
        return OnChanged.InvokeAsync();
    }
}
