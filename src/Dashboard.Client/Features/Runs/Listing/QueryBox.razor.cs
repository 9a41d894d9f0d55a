using Contracts;
using Contracts.Querying;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Dashboard.Client.Features.Runs.Listing;

/// <summary>Where a query is typed: it takes effect a moment after the last letter, offers fields and tells every fault under its word.</summary>
/// <remarks>What is in the box is the browser's: written back with every letter, it would undo letters that are on their way.</remarks>
public sealed partial class QueryBox
{
    private const int MostOptions = 8;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(120);
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase) { "and", "or", "not", "in", "is", "has", "null" };
    private ElementReference _input;
    private IJSObjectReference? _module;
    private readonly Queue<string> _asked = new();
    private string _text = "";
    private string _first = "";
    private string? _seen;
    private bool _put;
    private List<RunField> _options = [];
    private int _active = -1;
    private CancellationTokenSource _typing = new();

    /// <summary>The query that is in effect.</summary>
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    [Parameter]
    public IReadOnlyList<QueryFault> Faults { get; set; } = [];

    /// <summary>What can be asked for.</summary>
    [Parameter, EditorRequired]
    public required Func<IReadOnlyList<RunField>> Fields { get; set; }

    [Parameter]
    public EventCallback<string> OnAsked { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private IReadOnlyList<QueryNode> Chips => QueryParser.Parse(Text).Terms;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_seen == Text) return;
        var isFirst = _seen is null;
        _seen = Text;
        if (_asked.Contains(Text))
        {
            // What was typed comes back in the address, and more may have been typed since: the box is ahead.
            while (_asked.Dequeue() != Text) { }
            return;
        }

        _asked.Clear();
        _text = Text;
        if (isFirst) _first = Text;
        else _put = true;
    }

    /// <inheritdoc />
    protected override Task OnAfterRenderAsync(bool firstRender) => Leaving.QuietlyAsync(async () =>
    {
        if (firstRender)
        {
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./_content/Dashboard.Client/runs/query.js");
            await _module.InvokeVoidAsync("attach", _input);
        }

        if (!_put || _module is null) return;
        _put = false;
        await _module.InvokeVoidAsync("set", _input, _text);
    });

    private async Task TypeAsync(ChangeEventArgs change)
    {
        _text = change.Value?.ToString() ?? "";
        await _typing.CancelAsync();
        _typing.Dispose();
        var typing = (_typing = new CancellationTokenSource()).Token;
        Offer(await CaretAsync());
        try
        {
            await Task.Delay(Moment, Time, typing);
            await AskAsync();
        }
        catch (OperationCanceledException)
        {
            // Another letter came.
        }
    }

    private async Task PressAsync(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown" when _options.Count > 0:
                _active = (_active + 1) % _options.Count;
                break;
            case "ArrowUp" when _options.Count > 0:
                _active = (_active + _options.Count) % (_options.Count + 1) - (_active <= 0 ? 1 : 0);
                _active = _active < 0 ? _options.Count - 1 : _active;
                break;
            case "Enter" or "Tab" when _active >= 0 && _active < _options.Count:
                await TakeAsync(_options[_active].Name);
                break;
            case "Enter":
                Close();
                await AskAsync();
                break;
            case "Escape":
                Close();
                break;
        }
    }

    private async Task AskAsync()
    {
        if (_text == Text) return;
        _asked.Enqueue(_text);
        await OnAsked.InvokeAsync(_text);
    }

    private Task RemoveAsync(QueryNode chip) => OnAsked.InvokeAsync(QueryWriter.Without(Text, chip));

    /// <summary>Whether a condition is about a time; a query means UTC, whatever zone the cells are shown in.</summary>
    private bool IsTime(QueryNode chip) =>
        chip is Comparison { Field.Text: var compared } ? IsTime(compared) : chip is OneOf { Field.Text: var listed } && IsTime(listed);

    private bool IsTime(string field) => Fields().Any(known => known.Kind == FieldKind.Time && known.Name.Equals(field, StringComparison.OrdinalIgnoreCase));

    /// <summary>Puts a field in place of the word at the caret.</summary>
    private async Task TakeAsync(string field)
    {
        var caret = await CaretAsync();
        var start = StartOfWord(caret);
        var written = QueryWriter.Field(field) + " ";
        _text = _text[..start] + written + _text[Math.Min(caret, _text.Length)..].TrimStart();
        Close();
        if (_module is not null) await _module.InvokeVoidAsync("put", _input, _text, start + written.Length);
    }

    private void Close() => (_options, _active) = ([], -1);

    private void Offer(int caret)
    {
        _active = -1;
        var start = StartOfWord(caret);
        var word = _text[start..Math.Min(caret, _text.Length)];
        var before = _text[..start].TrimEnd();
        var isValue = before.Length > 0 && "=<>~,".Contains(before[^1], StringComparison.Ordinal);
        _options = word.Length == 0 || isValue || Keywords.Contains(word) ? [] :
        [
            .. Fields().Where(field => field.Name.Contains(word, StringComparison.OrdinalIgnoreCase) && !field.Name.Equals(word, StringComparison.OrdinalIgnoreCase))
                .OrderBy(field => !field.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase)).ThenBy(field => field.Name.Length).Take(MostOptions),
        ];
    }

    private int StartOfWord(int caret)
    {
        var start = Math.Min(caret, _text.Length);
        while (start > 0 && (char.IsLetterOrDigit(_text[start - 1]) || "._/-:".Contains(_text[start - 1], StringComparison.Ordinal))) start--;
        return start;
    }

    private async Task<int> CaretAsync() => _module is null ? _text.Length : await _module.InvokeAsync<int?>("caret", _input) ?? _text.Length;

    private string Before(QueryFault fault) => _text[..Math.Min(fault.Start, _text.Length)];

    private string Word(QueryFault fault) => fault.Start >= _text.Length ? " " : _text.Substring(fault.Start, Math.Min(Math.Max(1, fault.Length), _text.Length - fault.Start));

    private string After(QueryFault fault) => _text[Math.Min(_text.Length, fault.Start + Math.Max(1, fault.Length))..];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _typing.CancelAsync();
        _typing.Dispose();
        await Leaving.QuietlyAsync(async () =>
        {
            if (_module is not null) await _module.DisposeAsync();
        });
    }
}
