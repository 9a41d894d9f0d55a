using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace Visit.Benchmarks;

/// <summary>One visit of a page: how long until it answers, and what it moved.</summary>
/// <param name="Seconds">From the request until the heading that the circuit drew is there and a click is answered.</param>
/// <param name="Bytes">Bytes over HTTP, compressed as they came.</param>
/// <param name="Socket">Bytes of web socket messages.</param>
/// <param name="Requests">HTTP requests that were not answered by the browser's cache.</param>
internal sealed record Visit(double Seconds, long Bytes, long Socket, int Requests)
{
    /// <summary>Opens an address and waits until the page answers: the search opens, so the circuit is there and takes input.</summary>
    public static async Task<Visit> MeasureAsync(IPage page, string address)
    {
        var client = await page.Context.NewCDPSessionAsync(page);
        long bytes = 0, socket = 0;
        var requests = 0;
        client.Event("Network.loadingFinished").OnEvent += (_, e) =>
        {
            var length = (long)(e?.GetProperty("encodedDataLength").GetDouble() ?? 0);
            bytes += length;
            if (length > 0) requests++;
        };
        client.Event("Network.webSocketFrameReceived").OnEvent += (_, e) => socket += Payload(e);
        client.Event("Network.webSocketFrameSent").OnEvent += (_, e) => socket += Payload(e);
        await client.SendAsync("Network.enable");
        var clock = Stopwatch.StartNew();
        await page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await page.Locator("h1").First.WaitForAsync();
        await page.Locator(".search-button").ClickAsync();
        await page.Locator("#quick-found li").First.WaitForAsync();
        var seconds = clock.Elapsed.TotalSeconds;
        await page.WaitForTimeoutAsync(500);        // what comes later counts among the bytes, not in the time
        await client.DetachAsync();
        return new Visit(seconds, bytes, socket, requests);
    }

    /// <summary>Bytes of a message: text as it is, binary from base 64.</summary>
    private static long Payload(System.Text.Json.JsonElement? told)
    {
        if (told?.GetProperty("response") is not { } frame) return 0;
        var data = frame.GetProperty("payloadData").GetString() ?? "";
        return frame.GetProperty("opcode").GetDouble() == 1 ? data.Length : data.Length * 3L / 4;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Seconds:0.00} s, {Bytes / 1024.0:0} KiB + {Socket / 1024.0:0} KiB by socket, {Requests} requests");
}
