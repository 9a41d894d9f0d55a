using System.Text.Json.Nodes;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Features.Library;
using Dashboard.Client.Features.Runs;
using Dashboard.Client.Forms;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>Writes a batch, as a form or as JSON, and submits it. Faults stand at their fields and in a list; nothing typed is lost.</summary>
public sealed partial class MitigatePage : IDisposable
{
    private static readonly (string Name, int Epochs)[] Budgets = [("budget-light", 100), ("Middle", 400), ("The paper's", 1000)];
    private readonly CancellationTokenSource _gone = new();
    private BatchDraft _draft = new(new RunSpec());
    private CatalogDescription _catalog = new([], [], [], [], []);
    private LabNames _names = new(new CatalogDescription([], [], [], [], []));
    private IReadOnlyList<DataSetInfo> _dataSets = [];
    private IReadOnlyList<OptionField> _execution = [];
    private IReadOnlyList<SpecFault> _faults = [];
    private LibraryVersion? _kept;
    private BatchSize? _size;
    private string? _json;
    private string? _jsonFault;
    private bool _starting, _tried, _lost;
    private (string? Run, string? Version, string? Clone)? _asked;

    [SupplyParameterFromQuery(Name = "run")]
    public string? Run { get; set; }

    /// <summary>A version of the library: "name@2".</summary>
    [SupplyParameterFromQuery(Name = "version")]
    public string? Version { get; set; }

    [SupplyParameterFromQuery(Name = "clone")]
    public string? Clone { get; set; }

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private IAccess Access { get; set; } = null!;

    [Inject]
    private IRuns Runs { get; set; } = null!;

    [Inject]
    private ILibrary Library { get; set; } = null!;

    [Inject]
    private ICatalog Catalog { get; set; } = null!;

    [Inject]
    private IDevices Devices { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>Nobody is told off for a set that they have not come to choose yet: that one fault waits for the first try.</summary>
    private IReadOnlyList<SpecFault> Told => _tried || _draft.Source != "run" || _draft.Run.Length > 0
        ? _faults
        : [.. _faults.Where(fault => fault.Path != "mitigation.set.run")];

    private int? BaseEpochs => _draft.Batch["baseEpochs"] is JsonValue value && value.TryGetValue<int>(out var epochs) ? epochs : null;

    protected override void OnInitialized()
    {
        _catalog = Catalog.Describe();
        _names = new LabNames(_catalog);
        _dataSets = Catalog.DataSets();
        // A batch reports by its points of evidence and stores no frames: those two fields would do nothing.
        _execution = [.. SpecFields.Execution(Devices.Readings().Select(reading => reading.Device.Name))
            .Where(field => field.Name is "seed" or "device" or "threads")];
    }

    /// <summary>Starts anew only where the address asks for something else: a filter of the list below must not cost what was typed.</summary>
    protected override void OnParametersSet()
    {
        if (_asked == (Run, Version, Clone)) return;
        _asked = (Run, Version, Clone);
        var cloned = RunId.TryParse(Clone, null, out var batch) && Runs.Spec(batch) is { Mitigation: not null } spec ? spec : null;
        _lost = Clone is { Length: > 0 } && cloned is null;
        Start(cloned ?? BatchDraft.Usual(_catalog));
        if (cloned is not null) return;
        _kept = Library.List().SelectMany(set => set.Versions).FirstOrDefault(version => LibraryNames.Key(version) == Version);
        if (_kept is not null) _draft.TakeVersion(_kept);
        else if (RunId.TryParse(Run, null, out var id) && Runs.Spec(id) is { Mitigation: null } made) _draft.TakeRun(id, made);
        else return;
        Show();
    }

    private void Start(RunSpec spec)
    {
        _draft = new BatchDraft(spec);
        Show();
    }

    private void Show()
    {
        if (_json is not null) _json = _draft.Spec.ToText();
        _jsonFault = null;
        Check();
    }

    private void Check()
    {
        _faults = _draft.Spec.Faults(Runs.Check);
        _size = _faults.Count == 0 && _draft.Spec.ToSpec().Spec is { } spec ? BatchSize.Of(spec, _names) : null;
    }

    private void ToJson() => _json ??= _draft.Spec.ToText();

    private void ToForm()
    {
        if (!TakeJson()) return;
        _json = null;
        Check();
    }

    private bool TakeJson()
    {
        if (_json is null) return true;
        _jsonFault = SpecText.Read(_json) is { Spec.Mitigation: null }
            ? L["This is no batch: it has no section \"mitigation\"."].Value
            : _draft.Spec.Take(_json);
        return _jsonFault is null;
    }

    private void ChooseBudget(int epochs)
    {
        _draft.Batch["baseEpochs"] = epochs;
        Check();
    }

    private async Task SubmitAsync()
    {
        if (!TakeJson()) return;
        Check();
        _tried = true;
        if (_faults.Count > 0) return;
        _starting = true;
        await Snackbar.TryAsync(L, async () =>
        {
            var answer = await Runs.SubmitAsync(_draft.Spec.ToSpec().Spec!, _gone.Token);
            _faults = answer.Faults;
            if (answer.Run is { } run) Navigation.NavigateTo(RunAddress.Of(run));
        });
        _starting = false;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }
}
