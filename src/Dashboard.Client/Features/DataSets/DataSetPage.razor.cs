using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Dashboard.Client.Features.DataSets;

/// <summary>One real set: what its files tell, what people say of it, and who uses it.</summary>
public sealed partial class DataSetPage : IDisposable
{
    private const int MostRuns = 10;
    private readonly CancellationTokenSource _gone = new();
    private DataSetRow? _row;
    private DataSetFacts? _facts;
    private string? _opened;
    private IReadOnlyList<Sentence> _faults = [];
    private IReadOnlyList<RunSummary> _runs = [];
    private IReadOnlyList<LibraryVersion> _versions = [];

    [Parameter]
    public string Name { get; set; } = "";

    [Inject]
    private IDataSets DataSets { get; set; } = null!;

    [Inject]
    private IRuns Runs { get; set; } = null!;

    [Inject]
    private ILibrary Library { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private string Licence => _row!.Card.Licence.Length > 0 ? _row.Card.Licence : _row.Info.Licence.Length > 0 ? L[_row.Info.Licence] : "";

    private string Personal => _row!.Card.PersonalData switch { true => L["yes"], false => L["no"], null => L["not said"] };

    /// <summary>Where a set is shown.</summary>
    internal static string Address(string name) => $"datasets/{Uri.EscapeDataString(name)}";

    /// <summary>Where the engine found a set, in the person's language.</summary>
    internal static string Found(string found, IStringLocalizer words) =>
        found.Length > 0 && words["found-" + found] is { ResourceNotFound: false } told ? told.Value : found;

    protected override async Task OnParametersSetAsync()
    {
        if (Name == _opened) return;
        _opened = Name;
        (_row, _facts, _faults) = (DataSets.Find(Name), null, []);
        if (_row is null) return;
        _runs = [.. Runs.List().Where(run => run.Data == Name)];
        _versions = [.. Library.List().SelectMany(set => set.Versions).Where(version => version.Spec.Data.Name == Name)];
        try
        {
            var answer = await DataSets.ReadAsync(Name, _gone.Token);
            if (_opened == Name) (_facts, _faults) = (answer.Facts, answer.Faults);
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private async Task<IReadOnlyList<SpecFault>> SaveAsync(DataSetCard card)
    {
        try
        {
            var faults = await DataSets.EditAsync(Name, card, _gone.Token);
            if (faults.Count > 0) return faults;
        }
        catch (IOException fault)
        {
            return [new SpecFault("", fault.Message)];
        }

        _row = DataSets.Find(Name);
        StateHasChanged();      // a plain function draws nothing but the part that called it
        return [];
    }

    private async Task DeleteAsync()
    {
        var sure = await Dialogs.ShowMessageBoxAsync(
            L["Delete this data set?"],
            L["{0} is removed for good: {1}. {2} runs were made on it; they keep their results and cannot be repeated without it.",
                Name, Say.Size(_row!.Origin?.Bytes ?? 0), _runs.Count],
            yesText: L["Delete"], cancelText: L["Keep"]);
        if (sure != true) return;
        await Snackbar.TryAsync(L, async () =>
        {
            var result = await DataSets.DeleteAsync(Name, _gone.Token);
            if (result == CommandResult.Refused) Snackbar.Add(L["A run that is queued or active needs this set. Delete it after that has ended."], Severity.Warning);
            else Navigation.NavigateTo("datasets");
        });
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }
}
