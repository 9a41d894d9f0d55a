using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Dashboard.Client.Features.Runs;

/// <summary>What a person does to one run or to many: asks before it destroys, tells what happened, offers to undo it.</summary>
public sealed class RunActions(
    IRuns runs, IRunMetadata metadata, IRunTrash trash, ILibrary library, RunActions.Talk talk)
{
    /// <summary>Tags that any run has.</summary>
    public IEnumerable<string> Tags => metadata.Tags().Select(tag => tag.Value);

    public Task CommandAsync(IReadOnlyList<RunId> ids, RunCommand command) => TryCommandAsync(ids, command);

    /// <summary>How many of the runs took it; what did not work was told.</summary>
    private async Task<int> TryCommandAsync(IReadOnlyList<RunId> ids, RunCommand command)
    {
        var done = 0;
        await TryAsync(async () => done = await runs.CommandAllAsync(ids, command, CancellationToken.None));
        if (done < ids.Count) talk.Snackbar.Add(talk.Words["That was not possible for {0} of {1} runs.", ids.Count - done, ids.Count], Severity.Warning);
        return done;
    }

    public Task ChangeAsync(IReadOnlyList<RunId> ids, RunMetaChange change) => TryAsync(async () =>
    {
        var faults = ids is [var one] ? (await metadata.ChangeAsync(one, change, CancellationToken.None)).Faults
            : await metadata.ChangeAllAsync(ids, change, CancellationToken.None);
        if (faults.Count > 0) talk.Snackbar.Add(talk.Words.Say(faults), Severity.Error);
        else if (change.Archived is { } archived) TellArchived(ids, archived);
    });

    /// <summary>Moves runs to the trash after asking, with what they take; whether that was wanted.</summary>
    public async Task<bool> DeleteAsync(IReadOnlyList<RunId> ids)
    {
        var footprint = trash.Footprint(ids);
        var wanted = await talk.Dialogs.ShowMessageBoxAsync(
            talk.Words[ids.Count == 1 ? "Delete this run?" : "Delete these runs?"],
            (ids.Count == 1
                ? talk.Words["It takes {0}. It stays in the trash for {1} days and can be restored until then.", Told(footprint), trash.Kept.Days]
                : talk.Words["{0} runs take {1}. They stay in the trash for {2} days and can be restored until then.", ids.Count, Told(footprint), trash.Kept.Days]) + Kept(ids),
            yesText: talk.Words["Delete"], cancelText: talk.Words["Keep"]);
        if (wanted != true) return false;
        if (await TryCommandAsync(ids, RunCommand.Delete) == 0) return false;
        talk.Snackbar.Add(ids.Count == 1 ? talk.Words["The run is in the trash."] : talk.Words["{0} runs are in the trash.", ids.Count], Severity.Normal, options =>
        {
            options.Action = talk.Words["Undo"];
            options.VisibleStateDuration = 15_000;
            options.OnClick = _ => RestoreAsync(ids);
        });
        return true;
    }

    public Task RestoreAsync(IReadOnlyList<RunId> ids) => CommandAsync(ids, RunCommand.Restore);

    /// <summary>Removes runs for good after asking, and tells what the disk has back.</summary>
    public async Task PurgeAsync(IReadOnlyList<RunId> ids)
    {
        var wanted = await talk.Dialogs.ShowMessageBoxAsync(
            talk.Words["Remove for good?"], talk.Words["This frees {0} and cannot be undone.", Told(trash.Footprint(ids))] + Kept(ids),
            yesText: talk.Words["Remove for good"], cancelText: talk.Words["Keep"]);
        if (wanted != true) return;
        await TryAsync(async () => TellPurged(await trash.PurgeAsync(ids, CancellationToken.None)));
    }

    private void TellPurged(PurgeReport report) =>
        talk.Snackbar.Add(
            talk.Words["{0} runs removed. The disk has {1} back: {2} of files, {3} of the database; {4} in the database are free for new events.",
                report.Purged.Runs, Say.Size(report.FilesFreed + report.DatabaseFreed), Say.Size(report.FilesFreed), Say.Size(report.DatabaseFreed), Say.Size(report.Reusable)],
            Severity.Success, options => options.VisibleStateDuration = 15_000);

    /// <summary>"12.4 MiB: events 1.1 MiB, checkpoints 9 MiB, sets 2.3 MiB".</summary>
    private string Told(RunFootprint footprint) => talk.Words["{0}: events {1}, checkpoints {2}, sets {3}, other {4}",
        Say.Size(footprint.Total), Say.Size(footprint.Events), Say.Size(footprint.Checkpoints), Say.Size(footprint.Sets), Say.Size(footprint.Other)];

    /// <summary>Versions of the library that were made from the runs: they stay, and are named.</summary>
    private string Kept(IReadOnlyList<RunId> ids)
    {
        var versions = ids.SelectMany(library.OfRun).Select(version => $"{version.Name} v{version.Version}").ToList();
        return versions.Count == 0
            ? ""
            : " " + talk.Words["The library keeps the sets of its versions, without the curves behind them: {0}.", string.Join(", ", versions)];
    }

    private void TellArchived(IReadOnlyList<RunId> ids, bool archived) =>
        talk.Snackbar.Add(talk.Words[archived ? "{0} runs are archived." : "{0} runs are no longer archived.", ids.Count], Severity.Normal, options =>
        {
            options.Action = talk.Words["Undo"];
            options.OnClick = _ => TryAsync(() => metadata.ChangeAllAsync(ids, new RunMetaChange { Archived = !archived }, CancellationToken.None));
        });

    private Task<bool> TryAsync(Func<Task> act) => talk.Snackbar.TryAsync(talk.Words, act);

    /// <summary>How a page talks to its reader.</summary>
    /// <param name="Dialogs">Questions.</param>
    /// <param name="Snackbar">Notices.</param>
    /// <param name="Words">The language.</param>
    public sealed record Talk(IDialogService Dialogs, ISnackbar Snackbar, IStringLocalizer<Strings> Words);
}
