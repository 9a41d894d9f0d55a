using System.Text.Json;
using Microsoft.Playwright;

namespace Runs.Benchmarks;

/// <summary>Tasks of a page's main thread, by Chromium's own trace: how long each took, and how much of that the processor worked for it.</summary>
/// <remarks>On a machine that others use, a task of 5 ms may take 100; its processor time tells what it is.</remarks>
internal sealed class TaskTimes
{
    private readonly List<(string Thread, string Name, double Wall, double Processor)> _events = [];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ICDPSession _session;

    private TaskTimes(ICDPSession session) => _session = session;

    public static async Task<TaskTimes> StartAsync(IPage page)
    {
        var times = new TaskTimes(await page.Context.NewCDPSessionAsync(page));
        times._session.Event("Tracing.dataCollected").OnEvent += (_, data) => times.Take(data);
        times._session.Event("Tracing.tracingComplete").OnEvent += (_, _) => times._complete.TrySetResult();
        await times._session.SendAsync("Tracing.start", new Dictionary<string, object>
        {
            ["transferMode"] = "ReportEvents",
            ["traceConfig"] = new Dictionary<string, object> { ["includedCategories"] = new[] { "devtools.timeline", "toplevel" } },
        });
        return times;
    }

    /// <summary>The tasks so far, in milliseconds.</summary>
    public async Task<IReadOnlyList<(double Wall, double Processor)>> EndAsync()
    {
        await _session.SendAsync("Tracing.end");
        await _complete.Task;
        var main = _events.Where(e => e.Name == "Layout").CountBy(e => e.Thread).MaxBy(count => count.Value).Key;
        return [.. _events.Where(e => e.Thread == main && e.Name.EndsWith("RunTask", StringComparison.Ordinal)).Select(e => (e.Wall, e.Processor))];
    }

    private void Take(JsonElement? data)
    {
        foreach (var e in data!.Value.GetProperty("value").EnumerateArray())
        {
            if (e.GetProperty("ph").GetString() != "X" || !e.TryGetProperty("dur", out var wall)) continue;
            var processor = e.TryGetProperty("tdur", out var worked) ? worked.GetDouble() : 0;
            _events.Add(($"{e.GetProperty("pid")}/{e.GetProperty("tid")}", e.GetProperty("name").GetString()!, wall.GetDouble() / 1000, processor / 1000));
        }
    }
}
