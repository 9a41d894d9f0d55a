using Microsoft.JSInterop;

namespace Dashboard.Client.Layout;

/// <summary>Calls into a page that may be left, or lose its connection, while they are under way.</summary>
internal static class Leaving
{
    /// <summary>Does what is asked; where the page is gone there is nothing left to do it to. Every other fault goes on.</summary>
    public static async Task QuietlyAsync(Func<Task> calls)
    {
        try
        {
            await calls();
        }
        catch (Exception e) when (e is JSDisconnectedException or ObjectDisposedException or TaskCanceledException)
        {
            // The tab is closed or the component left: modules and charts went with it. A lost connection cancels calls under way.
        }
    }
}
