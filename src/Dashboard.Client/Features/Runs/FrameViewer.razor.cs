using System.Globalization;
using Contracts;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Client.Features.Runs;

/// <summary>A player of the stored synthetic images: any step, in several colours, two steps beside one another, one image large.</summary>
/// <remarks>Steps are shown by the module at once and told to the page when it comes to rest: thirty a second do not ride the circuit.</remarks>
public sealed partial class FrameViewer : IAsyncDisposable
{
    private const int SideOfImage = 64;
    private const int ColumnsOfClass = 10;
    private const int MostChoices = 200;
    private ElementReference _root;
    private IJSObjectReference? _module;
    private IJSObjectReference? _player;
    private DotNetObjectReference<FrameViewer>? _self;
    private IReadOnlyList<SyntheticSetSaved>? _sent;
    private AddressChoices? _choices;
    private bool _gone;

    /// <summary>The iteration first shown; the module keeps the field from then on, so that nothing is written over what a person types.</summary>
    private int? _first;

    [Parameter, EditorRequired]
    public required RunId Run { get; set; }

    /// <summary>Every stored frame, by iteration.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<SyntheticSetSaved> Frames { get; set; }

    /// <summary>The chosen iteration, "step" in the address; null follows the newest.</summary>
    [Parameter]
    public int? Picked { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private FrameView View => FrameView.Of(_choices!.Address, Frame);

    private int Index => Picked is { } iteration ? IndexOf(iteration) : Frames.Count - 1;

    private SyntheticSetSaved Frame => Frames[Index];

    private SyntheticSetSaved? Other => View.Other is { } iteration ? Frames[IndexOf(iteration)] : null;

    private int PerClass => Math.Max(1, Frame.Images / Math.Max(1, Frame.Classes.Count));

    private int Columns => View.Class is null ? PerClass : Math.Min(ColumnsOfClass, PerClass);

    private int Rows => View.Class is null ? Frame.Classes.Count : (PerClass + Columns - 1) / Columns;

    private int Scale => View.Zoom ?? Math.Clamp((View.Class is null ? SideOfImage : 2 * SideOfImage) / Math.Max(1, Frame.Height), 1, 4);

    private int Width => Columns * Frame.Width * Scale;

    private int Height => Rows * Frame.Height * Scale;

    private string Described => View.Class is { } c
        ? L["Synthetic images of class {0} after iteration {1}", Frame.Classes[c], Frame.Iteration]
        : L["Synthetic images after iteration {0}: {1} images, one row per class", Frame.Iteration, Frame.Images];

    /// <summary>Told by the module when the player rests at a step.</summary>
    [JSInvokable]
    public void Show(int iteration) => Pick(Frames[IndexOf(iteration)].Iteration);

    /// <summary>Told by the module when a place in the picture was clicked: its column and row of images.</summary>
    [JSInvokable]
    public void Open(int column, int row)
    {
        if (column < 0 || column >= Columns || row < 0 || row >= Rows) return;
        var image = ((View.Class ?? 0) * PerClass) + (row * Columns) + column;
        if (image < Frame.Images) Keep(View with { Image = image });
    }

    protected override void OnInitialized() => _choices = new AddressChoices(Navigation);

    protected override void OnParametersSet()
    {
        if (Frames.Count > 0) _first ??= Frame.Iteration;
    }

    protected override Task OnAfterRenderAsync(bool firstRender) => Leaving.QuietlyAsync(async () =>
    {
        if (_gone || Frames.Count == 0) return;
        if (_self is null)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./_content/Dashboard.Client/frames/player.js");
            _sent = Frames;
            _player = await _module.InvokeAsync<IJSObjectReference>("create", _root, Steps, _self);
            if (_gone) await DisposeAsync();        // the page was left while the player was made
        }

        if (_player is null || _gone || ReferenceEquals(Frames, _sent)) return;
        _sent = Frames;
        await _player.InvokeVoidAsync("setSteps", Steps);
    });

    /// <summary>Frames to choose from: of very many, evenly spread ones with the first, the last and the chosen one.</summary>
    private static IEnumerable<SyntheticSetSaved> Spread(IReadOnlyList<SyntheticSetSaved> frames, int? chosen) =>
        FrameDetail.Spread(frames, MostChoices, chosen);

    private IEnumerable<int> Steps => Frames.Select(frame => frame.Iteration);

    private int IndexOf(int iteration)
    {
        var index = Frames.Count - 1;
        while (index > 0 && Frames[index].Iteration > iteration) index--;
        return index;
    }

    private void Keep(FrameView view) => _choices!.Keep(FrameView.Name, view.ToQuery());

    /// <summary>Null follows the newest.</summary>
    private void Pick(int? step) => _choices!.Keep("step", step?.ToString(CultureInfo.InvariantCulture));

    private static int? Number(ChangeEventArgs e) =>
        int.TryParse(e.Value?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private int? Within(ChangeEventArgs e) => Number(e) is { } number && number >= 1 && number <= Frame.Images ? number - 1 : null;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _gone = true;
        _choices?.Dispose();
        await Leaving.QuietlyAsync(async () =>
        {
            if (_player is not null)
            {
                await _player.InvokeVoidAsync("dispose");
                await _player.DisposeAsync();
            }

            if (_module is not null) await _module.DisposeAsync();
        });
        _self?.Dispose();
    }
}
