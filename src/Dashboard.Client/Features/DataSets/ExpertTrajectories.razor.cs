using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Client.Features.DataSets;

/// <summary>The experts that lie on the disk, what they take of it, and a way to be rid of them.</summary>
public sealed partial class ExpertTrajectories : IDisposable
{
    /// <summary>As many letters of a name as a run's log tells.</summary>
    private const int Letters = 12;

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<ExpertBufferEntry> _entries = [];

    [Inject]
    private IExperts Experts { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    protected override void OnInitialized() => _entries = Experts.List();

    private static string Short(ExpertBufferEntry entry) => entry.Name.Length > Letters ? entry.Name[..Letters] : entry.Name;

    private string Needed =>
        L["A run by trajectory matching that is queued or active may need these experts. Delete them after it has ended."];

    private string Consequence(ExpertBufferEntry entry) => entry.DataSet is null
        ? L["The folder {0} is removed for good: {1}. It is not readable as experts.", Short(entry), Say.Size(entry.Bytes)]
        : L["{0} experts by {1} on {2} are removed for good: {3}. A later run that needs them trains them anew.",
            entry.Experts, entry.Network ?? Say.Nothing, entry.DataSet, Say.Size(entry.Bytes)];

    private async Task DeleteAsync(ExpertBufferEntry entry)
    {
        var sure = await Dialogs.ShowMessageBoxAsync(
            L["Delete these experts?"], Consequence(entry), yesText: L["Delete"], cancelText: L["Keep"]);
        if (sure != true) return;
        await Snackbar.TryAsync(L, async () =>
        {
            var result = await Experts.DeleteAsync(entry.Name, _gone.Token);
            if (result == CommandResult.Refused) Snackbar.Add(Needed, Severity.Warning);
        });

        _entries = Experts.List();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }
}
