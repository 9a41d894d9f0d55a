using Contracts;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Dashboard.Client.Features.Runs;

/// <summary>Asks before a run is removed for good.</summary>
internal static class DeleteQuestion
{
    public static async Task<bool> AskAsync(IDialogService dialogs, IStringLocalizer<Strings> words, RunSummary run) =>
        await dialogs.ShowMessageBoxAsync(
            words["Delete this run?"], words["\"{0}\", its events and its files are removed for good.", run.Name],
            yesText: words["Delete"], cancelText: words["Keep"]) == true;
}
