using System.Globalization;
using Dashboard.Client.Doors;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Dashboard.Client.Layout;

/// <summary>What surrounds every page: navigation, search, keys, the visitor's wishes, and what is shown when a page fails.</summary>
public sealed partial class MainLayout : IAsyncDisposable
{
    private ErrorBoundary? _boundary;
    private QuickSearch? _search;
    private KeysDialog? _keys;
    private IJSObjectReference? _module;
    private IJSObjectReference? _listener;
    private IJSObjectReference? _keyModule;
    private DotNetObjectReference<MainLayout>? _self;
    private bool _known;
    private bool _more;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private Preferences Preferences { get; set; } = null!;

    [Inject]
    private IAccess Access { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private string Path => Navigation.ToBaseRelativePath(Navigation.Uri).Split('?', '#')[0].TrimEnd('/');

    /// <summary>Told by the module when a wish, or the system's, changed.</summary>
    [JSInvokable]
    public async Task PreferencesChanged(string cookie)
    {
        Preferences.Read(cookie);
        _known = true;
        StateHasChanged();
        if (_listener is not null) await Leaving.QuietlyAsync(() => _listener.InvokeVoidAsync("allow", Preferences.SingleKeys).AsTask());
    }

    /// <summary>Told by the module when a key of every page was pressed.</summary>
    [JSInvokable]
    public async Task Pressed(string what)
    {
        if (what == "search") await SearchAsync();
        else if (what == "keys" && _keys is not null) await _keys.OpenAsync();
        else if (what.StartsWith("go:", StringComparison.Ordinal)) Navigation.NavigateTo(what["go:".Length..]);
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _known = Preferences.IsKnown;
        Navigation.LocationChanged += Moved;
    }

    /// <inheritdoc />
    protected override void OnParametersSet() => _boundary?.Recover();

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _self = DotNetObjectReference.Create(this);
        await Leaving.QuietlyAsync(async () =>
        {
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./_content/Dashboard.Client/app/preferences.js");
            await _module.InvokeVoidAsync("attach", _self);
            _keyModule = await Js.InvokeAsync<IJSObjectReference>("import", "./_content/Dashboard.Client/app/keys.js");
            _listener = await _keyModule.InvokeAsync<IJSObjectReference>("listen", _self, Preferences.SingleKeys);
            StateHasChanged();      // the search button names its key from now on
        });
    }

    private void Moved(object? sender, LocationChangedEventArgs change)
    {
        if (!_more) return;
        _more = false;
        StateHasChanged();
    }

    private void Fold(KeyboardEventArgs pressed)
    {
        if (pressed.Key == "Escape") _more = false;
    }

    private Task SearchAsync() => _search?.OpenAsync() ?? Task.CompletedTask;

    /// <summary>The server keeps the language in a cookie and comes back to this page.</summary>
    private void Speak(ChangeEventArgs change) => Navigation.NavigateTo(
        $"language/{change.Value}?numbers={Uri.EscapeDataString(CultureInfo.CurrentCulture.Name)}&back={Uri.EscapeDataString("/" + Navigation.ToBaseRelativePath(Navigation.Uri))}", forceLoad: true);

    private async Task ChooseAsync(string name, string? value)
    {
        if (_module is not null) await _module.InvokeVoidAsync("choose", name, value);
    }

    private string Detail(Exception fault) => string.Join('\n',
        $"{fault.GetType().Name}: {fault.Message}",
        "/" + Navigation.ToBaseRelativePath(Navigation.Uri),
        Time.GetUtcNow().ToString("u", CultureInfo.InvariantCulture));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= Moved;
        await Leaving.QuietlyAsync(async () =>
        {
            if (_listener is not null) await _listener.InvokeVoidAsync("dispose");
            foreach (var module in new[] { _listener, _keyModule, _module }.OfType<IJSObjectReference>()) await module.DisposeAsync();
        });
        _self?.Dispose();
    }
}
