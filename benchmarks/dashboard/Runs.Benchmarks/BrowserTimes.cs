using Microsoft.Playwright;

namespace Runs.Benchmarks;

/// <summary>What a person waits for, in Chromium: first rows, a filter, a scroll.</summary>
internal static class BrowserTimes
{
    private const int Rounds = 7;
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public static async Task MeasureAsync(ServedStore server)
    {
        if (Places.FirstOrDefault(File.Exists) is not { } executable)
        {
            Console.WriteLine("no Chromium here: nothing measured in a browser");
            return;
        }

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Args = ["--no-sandbox", "--disable-gpu"] });
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1400, Height = 1000 }, BaseURL = server.Address.AbsoluteUri });
        await FirstRowsAsync(page);
        await FilterAsync(page);
        await ScrollAsync(page, server);
    }

    /// <summary>From a click on the link until a row is drawn, inside the running application; and from an empty tab.</summary>
    private static async Task FirstRowsAsync(IPage page)
    {
        var (warm, cold) = (new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            await page.GotoAsync("about:blank");
            await page.GotoAsync("/runs");
            await page.WaitForSelectorAsync("tr.table-row th.name a");
            cold.Add(await page.EvaluateAsync<double>("() => performance.now()"));
            await page.GotoAsync("/help");
            await page.WaitForSelectorAsync("h1");
            warm.Add(await page.EvaluateAsync<double>(Timed, new[] { "a[href='runs'].rail-link, .rail a[href='runs']", "tr.table-row th.name a" }));
        }

        Tell("first rows, from an empty tab", cold);
        Tell("first rows, from another page", warm);
    }

    /// <summary>From the key until the count has changed.</summary>
    private static async Task FilterAsync(IPage page)
    {
        await page.GotoAsync("/runs");
        await page.WaitForSelectorAsync("tr.table-row th.name a");
        var (entered, typed) = (new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            entered.Add(await page.EvaluateAsync<double>(Asked, new object[] { $"ipc <= 10 and accuracy > 0.{3 + (i % 5)}", true }));
            typed.Add(await page.EvaluateAsync<double>(Asked, new object[] { $"ipc <= 10 and accuracy > 0.{3 + (i % 5)}1", false }));
        }

        Tell("filter, Enter pressed", entered);
        Tell("filter, only typed (waits 120 ms)", typed);
    }

    private static async Task ScrollAsync(IPage page, ServedStore server)
    {
        await page.GotoAsync("/runs");
        await page.WaitForSelectorAsync("tr.table-row th.name a");
        await page.WaitForTimeoutAsync(1000);           // what comes after the first rows is no part of the scroll
        var spent = server.Spent;
        var times = await TaskTimes.StartAsync(page);
        var result = await page.EvaluateAsync<double[][]>(Scrolled);
        var tasks = await times.EndAsync();
        Tell("scroll: frames", [.. result[0]]);
        Tell("scroll: tasks of 1 ms and more", [.. tasks.Select(task => task.Wall).Where(wall => wall >= 1)]);
        Tell("scroll: their processor time", [.. tasks.Where(task => task.Wall >= 1).Select(task => task.Processor)]);
        Console.WriteLine($"scroll: {tasks.Count(task => task.Wall > 50)} tasks above 50 ms, {tasks.Count(task => task.Processor > 50)} of them by processor time, "
            + $"in {result[0].Sum() / 1000:0.0} s and {result[1][0]:N0} pixels; the page worked {tasks.Sum(task => task.Processor):0} ms, the server {(server.Spent - spent).TotalMilliseconds:0} ms");
    }

    private static void Tell(string what, List<double> times)
    {
        times.Sort();
        Console.WriteLine(times.Count == 0 ? $"{what,-44}      none" : $"{what,-44} {times[times.Count / 2],6:0} ms {times[(int)((times.Count - 1) * 0.95)],6:0} ms   (max {times[^1]:0})");
    }

    private const string Timed = """
        ([link, row]) => new Promise(resolve => {
          const began = performance.now();
          const look = () => document.querySelector(row) ? resolve(performance.now() - began) : requestAnimationFrame(look);
          document.querySelector(link).click();
          look();
        })
        """;

    private const string Asked = """
        ([text, enter]) => new Promise(resolve => {
          const input = document.getElementById("runs-query"), count = document.querySelector(".table-count [role=status]"), before = count.textContent;
          input.focus();
          input.value = text;
          const began = performance.now();
          input.dispatchEvent(new Event("input", { bubbles: true }));
          if (enter) input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
          const look = () => document.querySelector(".table-count [role=status]").textContent !== before ? resolve(performance.now() - began) : requestAnimationFrame(look);
          look();
        })
        """;

    private const string Scrolled = """
        () => new Promise(resolve => {
          const frames = [], window_ = document.querySelector(".table-window");
          let last = performance.now();
          const began = last;
          const step = now => {
            frames.push(now - last);
            last = now;
            window_.scrollTop += 60;
            if (now - began < 10000) requestAnimationFrame(step);
            else resolve([frames.slice(1), [window_.scrollTop]]);
          };
          requestAnimationFrame(step);
        })
        """;
}
