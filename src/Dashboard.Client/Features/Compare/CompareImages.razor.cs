using System.Globalization;
using Contracts;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Client.Features.Compare;

/// <summary>The synthetic images of every run after one iteration: side by side, under a divider, or by turns.</summary>
public sealed partial class CompareImages
{
    private static readonly string[] Ways = ["side", "swipe", "flicker"];
    private IReadOnlyList<int> _steps = [];
    private IReadOnlyList<string> _classes = [];
    private int _columns;
    private int _place;
    private string _class = "";
    private int? _index;
    private bool _isLarge;
    private string _way = Ways[0];
    private CompareEntry _left = null!;
    private CompareEntry _right = null!;
    private LateAddress? _late;

    [Parameter, EditorRequired]
    public required CompareView View { get; set; }

    [CascadingParameter]
    public AddressChoices Choices { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private int Step => _steps[_place];

    protected override void OnInitialized() => _late = new LateAddress(Time, step => _ = InvokeAsync(() =>
    {
        _late!.Dispose();
        Choices.Keep("step", step);
    }));

    protected override void OnParametersSet()
    {
        _steps = FrameChoice.Steps(View.Runs.Select(entry => entry.Run));
        if (_steps.Count == 0) return;
        var frames = View.Runs.SelectMany(entry => entry.Run.State.SyntheticSets.Values).ToList();
        _place = _late!.IsWaiting ? Math.Min(_place, _steps.Count - 1) : FrameChoice.Place(_steps, Whole("step"));
        _classes = [.. frames.SelectMany(frame => frame.Classes).Distinct()];
        _columns = frames.Max(FrameCut.ColumnsOf);
        _class = Query.Of(Navigation, "class") is { } name && _classes.Contains(name) ? name : "";
        _index = Whole("index") is { } index && index >= 1 && index <= _columns ? index : null;
        _isLarge = Query.Of(Navigation, "size") == "full";
        _way = Query.Of(Navigation, "way") is { } way && Ways.Contains(way) ? way : Ways[0];
        _left = Named("left") ?? View.Base;
        _right = Named("right") ?? View.Runs.First(entry => entry != View.Base);
    }

    private int? Whole(string name) =>
        int.TryParse(Query.Of(Navigation, name), NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : null;

    private CompareEntry? Named(string side) => View.Runs.FirstOrDefault(entry => entry.Id.Value == Query.Of(Navigation, side));

    private SyntheticSetSaved? FrameOf(CompareEntry entry) => FrameChoice.Nearest(entry.Run.State, Step);

    /// <summary>What is shown of a run; null where it has no such class or image.</summary>
    private FrameCut? CutOf(CompareEntry entry)
    {
        if (FrameOf(entry) is not { } frame) return null;
        var row = _class.Length == 0 ? (int?)null : frame.Classes.Index().Where(one => one.Item == _class).Select(one => one.Index).FirstOrDefault(-1);
        return row == -1 || _index > FrameCut.ColumnsOf(frame) ? null : new FrameCut(frame, row, _index - 1, _isLarge);
    }

    private string Missing(CompareEntry entry) => FrameOf(entry) is not { } frame ? L["No images were stored yet."]
        : _class.Length > 0 && !frame.Classes.Contains(_class) ? L["This run has no class {0}.", _class]
        : L["This run has {0} images per class.", FrameCut.ColumnsOf(frame)];

    /// <summary>The last step stays unsaid: the page then follows the newest images.</summary>
    private void Slide(int place)
    {
        _place = Math.Clamp(place, 0, _steps.Count - 1);
        _late!.Keep(_place < _steps.Count - 1 ? Step.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <inheritdoc />
    public void Dispose() => _late?.Dispose();

    private static string? Text(ChangeEventArgs change) => change.Value?.ToString() is { Length: > 0 } text ? text : null;
}
