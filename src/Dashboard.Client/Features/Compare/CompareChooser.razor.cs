using Contracts;
using Dashboard.Client.Doors;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Client.Features.Compare;

/// <summary>The compared runs as chips, and a search that adds one: arrows choose, Enter takes, Escape closes.</summary>
public sealed partial class CompareChooser
{
    private const int MostFound = 8;
    private string _text = "";
    private IReadOnlyList<RunSummary> _found = [];
    private int _at;
    private bool _open;

    [Parameter, EditorRequired]
    public required IReadOnlyList<ChosenRun> Chosen { get; set; }

    [Parameter]
    public RunId? Base { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<IReadOnlyList<RunId>> OnRuns { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<RunId> OnBase { get; set; }

    [Inject]
    private IRuns Runs { get; set; } = null!;

    private void Search(string? text)
    {
        (_text, _at, _open) = (text ?? "", 0, true);
        var words = _text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var chosen = Chosen.Select(run => run.Summary.Id).ToHashSet();
        _found = [.. Runs.List().Where(row => !chosen.Contains(row.Id) && words.All(word => Says(row, word))).Take(MostFound)];
    }

    private static bool Says(RunSummary row, string word) =>
        new[] { row.Name, row.Data, row.Method, row.TrainingNetwork, row.Id.Value }.Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private async Task PressAsync(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown" when !_open:
                Search(_text);
                break;
            case "ArrowDown" or "ArrowUp" when _found.Count > 0:
                _at = (_at + (key.Key == "ArrowDown" ? 1 : _found.Count - 1)) % _found.Count;
                break;
            case "Enter" when _at < _found.Count:
                await AddAsync(_found[_at]);
                break;
            case "Escape":
                Close();
                break;
            default:
                break;
        }
    }

    private Task AddAsync(RunSummary row)
    {
        (_text, _found, _open) = ("", [], false);
        return OnRuns.InvokeAsync([.. Chosen.Select(run => run.Summary.Id), row.Id]);
    }

    private void Close() => (_found, _open) = ([], false);

    private Task MoveAsync(int place, int by)
    {
        var runs = Chosen.ToList();
        (runs[place], runs[place + by]) = (runs[place + by], runs[place]);
        return KeepAsync(runs);
    }

    private Task KeepAsync(IEnumerable<ChosenRun> runs) => OnRuns.InvokeAsync([.. runs.Select(run => run.Summary.Id)]);
}
