using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Forms;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Client.Features.Runs;

/// <summary>Writes a spec, as a form or as JSON, and submits it. Faults stand at their fields and in a list; nothing typed is lost.</summary>
public sealed partial class NewRunPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private SpecDraft _draft = new(new RunSpec());
    private CatalogDescription _catalog = new([], [], [], [], []);
    private IReadOnlyList<DataSetInfo> _dataSets = [];
    private IReadOnlyList<OptionField> _execution = [];
    private IReadOnlyList<SpecFault> _faults = [];
    private string? _json;
    private string? _jsonFault;
    private bool _starting, _lost;

    [SupplyParameterFromQuery(Name = "clone")]
    public string? Clone { get; set; }

    [SupplyParameterFromQuery(Name = "preset")]
    public int? Preset { get; set; }

    /// <summary>Name of the data set that the form begins with.</summary>
    [SupplyParameterFromQuery(Name = "data")]
    public string? Data { get; set; }

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private IRuns Runs { get; set; } = null!;

    [Inject]
    private ICatalog Catalog { get; set; } = null!;

    [Inject]
    private IDevices Devices { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override void OnInitialized()
    {
        _catalog = Catalog.Describe();
        _dataSets = Catalog.DataSets();
        _execution = SpecFields.Execution(Devices.Readings().Select(reading => reading.Device.Name));
        var source = RunId.TryParse(Clone, null, out var id) ? Runs.Spec(id) : null;
        _lost = Clone is { Length: > 0 } && source is null;
        var preset = (Preset is { } index ? _catalog.Presets.ElementAtOrDefault(index) : null) ?? _catalog.Presets.FirstOrDefault() ?? new RunSpec();
        Start(source ?? PresetList.Worded(preset, L));
        if (Data is not { Length: > 0 } || source is not null) return;
        _draft.Data["name"] = Data;
        Check();
    }

    private void Start(RunSpec spec)
    {
        _draft = new SpecDraft(spec);
        if (_json is not null) _json = _draft.ToText();
        _jsonFault = null;
        Check();
    }

    private void Check() => _faults = _draft.Faults(Runs.Check);

    private void ToJson() => _json ??= _draft.ToText();

    private void ToForm()
    {
        if (!TakeJson()) return;
        _json = null;
        Check();
    }

    private bool TakeJson()
    {
        _jsonFault = _json is null ? null : _draft.Take(_json);
        return _jsonFault is null;
    }

    private void AddNetwork()
    {
        _draft.AddNetwork(_catalog.Networks.FirstOrDefault()?.Name ?? "");
        Check();
    }

    private void RemoveNetwork(System.Text.Json.Nodes.JsonObject network)
    {
        _draft.Networks.Remove(network);
        Check();
    }

    private async Task SubmitAsync()
    {
        if (!TakeJson()) return;
        Check();
        if (_faults.Count > 0) return;
        _starting = true;
        await Snackbar.TryAsync(L, async () =>
        {
            var answer = await Runs.SubmitAsync(_draft.ToSpec().Spec!, _gone.Token);
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
