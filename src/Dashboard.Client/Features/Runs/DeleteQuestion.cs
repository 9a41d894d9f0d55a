using Contracts;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Dashboard.Client.Features.Runs;

/// <summary>Asks before a run is removed for good.</summary>
internal static class DeleteQuestion
{
    /// <param name="dialogs">Where to ask.</param>
    /// <param name="words">The person's language.</param>
    /// <param name="run">The run.</param>
    /// <param name="kept">Versions of the library that were made from it: they stay, and are named.</param>
    public static async Task<bool> AskAsync(
        IDialogService dialogs, IStringLocalizer<Strings> words, RunSummary run, IReadOnlyList<LibraryVersion> kept)
    {
        var consequence = words["\"{0}\", its events and its files are removed for good.", run.Name].Value;
        if (kept.Count > 0)
        {
            var names = string.Join(", ", kept.Select(version => $"{version.Name} v{version.Version}"));
            consequence += " " + words["The library keeps the sets of its versions, without the curves behind them: {0}.", names];
        }

        return await dialogs.ShowMessageBoxAsync(words["Delete this run?"], consequence, yesText: words["Delete"], cancelText: words["Keep"]) == true;
    }
}
