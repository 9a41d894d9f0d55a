using Microsoft.JSInterop;

namespace Dashboard.Client.Layout;

/// <summary>The clipboard of the browser, which not every page may write to.</summary>
internal static class Clipboard
{
    /// <summary>Copies a text; false where the browser did not let it. No fault of the browser reaches the page.</summary>
    public static async Task<bool> CopyAsync(IJSRuntime js, string text)
    {
        try
        {
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./_content/Dashboard.Client/app/copy.js");
            return await module.InvokeAsync<bool>("copy", text);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or TaskCanceledException)
        {
            return false;
        }
    }
}
