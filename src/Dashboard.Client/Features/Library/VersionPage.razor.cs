using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Client.Features.Library;

/// <summary>One version of a set, by its number or an alias.</summary>
public sealed partial class VersionPage : IDisposable
{
    private static readonly string[] Tabs = ["overview", "matrix", "files", "use", "lineage", "diff"];
    private readonly CancellationTokenSource _gone = new();
    private LibrarySet? _set;
    private LibraryVersion? _version;
    private string _by = "";

    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>A number or an alias.</summary>
    [Parameter]
    public string Text { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tab")]
    public string? TabText { get; set; }

    [Inject]
    private ILibrary Library { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private string Tab => TabText is { } tab && Tabs.Contains(tab) ? tab : Tabs[0];

    protected override void OnInitialized() => Library.Changed += Look;

    protected override void OnParametersSet() => Read();

    private void Read()
    {
        _set = Library.Find(Name);
        _version = _set?.Find(Text);
    }

    /// <summary>Raised on another thread.</summary>
    private void Look() => _ = InvokeAsync(() =>
    {
        Read();
        StateHasChanged();
    });

    /// <summary>Moves an alias, and offers to move it back.</summary>
    private async Task MoveAsync((string Alias, int? Version, string Note) asked)
    {
        int? before = _set!.Aliases.TryGetValue(asked.Alias, out var now) ? now : null;
        if (!await TellAsync(() => Library.MoveAliasAsync(Name, asked.Alias, asked.Version, _by, asked.Note, _gone.Token))) return;
        var said = asked.Version is { } number
            ? L["{0} moved to version {1}", asked.Alias, number]
            : L["{0} taken off version {1}", asked.Alias, before ?? 0];
        Snackbar.Add(said, Severity.Success, options =>
        {
            options.Action = L["Undo"];
            options.OnClick = _ => TellAsync(() => Library.MoveAliasAsync(Name, asked.Alias, before, _by, L["undone"], CancellationToken.None));
        });
    }

    private Task<bool> SaveAsync(LibraryCard card) => TellAsync(() => Library.EditAsync(Name, _version!.Version, card, _by, _gone.Token));

    private Task RetireAsync(bool retired) => TellAsync(() => Library.RetireAsync(Name, _version!.Version, retired, _by, _gone.Token));

    private async Task DeleteAsync()
    {
        var version = _version!;
        var sure = await Dialogs.ShowMessageBoxAsync(
            L["Delete this version?"],
            L["{0} v{1} and its files ({2}) are removed for good. Batches that trained on it keep their copies.",
                version.Name, version.Version, Say.Size(version.DataBytes + version.PictureBytes)],
            yesText: L["Delete"], cancelText: L["Keep"]);
        if (sure == true && await TellAsync(() => Library.DeleteAsync(Name, version.Version, _by, _gone.Token)))
            Navigation.NavigateTo(Library.Find(Name) is null ? "library" : LibraryNames.Page(Name));
    }

    /// <summary>Whether it was done; else the page stays, with what was typed, and the reason is told.</summary>
    private async Task<bool> TellAsync(Func<Task<LibraryAnswer>> command)
    {
        var done = false;
        await Snackbar.TryAsync(L, async () => done = Tell(await command()));
        return done;
    }

    private bool Tell(LibraryAnswer answer)
    {
        if (answer.Result == CommandResult.Done) return true;
        Snackbar.Add(answer.Result == CommandResult.NotFound ? L["The library has no such version. It may have been deleted."] : L.Say(answer.Faults), Severity.Warning);
        return false;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Library.Changed -= Look;
        _gone.Cancel();
        _gone.Dispose();
    }
}
