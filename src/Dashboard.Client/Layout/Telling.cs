using Dashboard.Client.Doors;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Dashboard.Client.Layout;

/// <summary>What a page tells when something that a person asked for cannot be done.</summary>
internal static class Telling
{
    /// <summary>Does what was asked for, and whether it could: a store that cannot be written is told of; the page and what was typed stay.</summary>
    public static async Task<bool> TryAsync(this ISnackbar snackbar, IStringLocalizer words, Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (IOException fault)
        {
            snackbar.Add(words[fault.Message], Severity.Error);
            return false;
        }
    }

    /// <summary>Gives a command, and whether it was done: what is refused is told of too.</summary>
    public static async Task<bool> DoneAsync(this ISnackbar snackbar, IStringLocalizer words, Func<Task<CommandResult>> command)
    {
        var result = CommandResult.Refused;
        if (!await snackbar.TryAsync(words, async () => result = await command())) return false;
        if (result != CommandResult.Done) snackbar.Add(words["That is not possible now."], Severity.Warning);
        return result == CommandResult.Done;
    }
}
