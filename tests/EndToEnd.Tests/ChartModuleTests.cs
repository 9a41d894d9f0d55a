using System.Text.Json;
using System.Xml.Linq;

namespace EndToEnd.Tests;

/// <summary>The arithmetic of the charts, by the modules that the server serves, in the browser that runs them.</summary>
public sealed class ChartModuleTests(Browser browser) : IClassFixture<Browser>
{
    private const string Import = "const load = (name) => import(`/_content/Dashboard.Client/charts/${name}.js`);";

    [Fact]
    public async Task Numbers_are_what_they_should_be()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        await using var window = await browser.OpenAsync(server.Address);
        await window.Page.GotoAsync("/help");

        await SmoothingAsync(window);
        await OutliersAndTicksAsync(window);
        await PointsAsync(window);
        await StrokesAsync(window);
        await FilesAsync(window);
        Assert.Empty(window.Complaints);
    }

    private static async Task SmoothingAsync(Window window)
    {
        const string smooth = "const { smooth, span } = await load('smoothing');";
        Near([1, 1.0 / 3, 1.0 / 7], await NumbersAsync(window, smooth + "return smooth([1, 0, 0], 0.5, 'ema');"));
        Near([3, 7, 19, 199], await NumbersAsync(window, smooth + "return [0.5, 0.75, 0.9, 0.99].map(span);"));
        Near([1.5, 3, 6, 7.5], await NumbersAsync(window, smooth + "return smooth([0, 3, 6, 9], 0.5, 'mean');"));
        Near([5, 5, 5], await NumbersAsync(window, smooth + "return smooth([5, 5, 5], 0.9, 'gaussian');"));
        var bell = await NumbersAsync(window, smooth + "return smooth([0, 0, 0, 1, 0, 0, 0], 0.5, 'gaussian');");
        Near([.. bell.Reverse()], bell);
        Assert.True(bell[3] > bell[2] && bell[2] > bell[1] && bell[1] > 0);
        foreach (var kind in new[] { "ema", "mean", "gaussian" })
        {
            var holes = await JsonAsync(window, smooth + $"return smooth([1, NaN, 1], 0.5, '{kind}');");
            Assert.Equal("[1,null,1]", holes.GetRawText());
            Near([1e9 + 1, 1e9 + 1], await NumbersAsync(window, smooth + $"return smooth([1e9 + 1, 1e9 + 1], 0.5, '{kind}');"));
        }
    }

    private static async Task OutliersAndTicksAsync(Window window)
    {
        const string scales = "const { inliers, linearTicks, logTicks, numberText, spanText } = await load('scales');";
        // 1 … 16 with one far away: quartiles 5 and 13, fence -7 to 25.
        Near([1, 16, 1, 17], await NumbersAsync(
            window, scales + "const f = inliers([...Array(16).keys()].map(i => i + 1).concat(100), false); return [f.min, f.max, f.outside, f.of];"));
        Assert.Equal(JsonValueKind.Null, (await JsonAsync(window, scales + "return inliers([...Array(20).keys()], false);")).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await JsonAsync(window, scales + "return inliers([1, 2, 100], false);")).ValueKind);
        // On a logarithmic axis a decade is as far as any other.
        Assert.Equal(JsonValueKind.Null, (await JsonAsync(window, scales + "return inliers([...Array(13).keys()].map(i => 10 ** i), true);")).ValueKind);
        Near([0, 20, 40, 60, 80, 100], await NumbersAsync(window, scales + "return linearTicks(0, 100, 5);"));
        Near([-0.2, 0, 0.2], await NumbersAsync(window, scales + "return linearTicks(-0.3, 0.3, 4);"));
        Near([0.1, 1, 10, 100, 1000], await NumbersAsync(window, scales + "return logTicks(0.05, 2000);"));
        Near([1, 2, 5, 10], await NumbersAsync(window, scales + "return logTicks(1, 10);"));
        Assert.Equal("""["5.0e-5","0","1,234.5"]""", (await JsonAsync(window, scales + "return [5e-5, 0, 1234.5].map(numberText);")).GetRawText());
        Assert.Equal("""["00:05","01:05","2:00:00"]""", (await JsonAsync(window, scales + "return [5, 65, 7200].map(spanText);")).GetRawText());
    }

    private static async Task PointsAsync(Window window)
    {
        const string points = "const { align, append, keep, thin } = await load('points');";
        Near([0, 2, 3, 4, 7], await NumbersAsync(window, points + "return keep([0,1,2,3,4,5,6,7], [1,1,0,2,1,1,1,1], 4);"));
        Near([1, 2, 20], await NumbersAsync(
            window, points + "const l = { x: [1, 2, 3], y: [1, 2, NaN], t: [1, 2, 3], total: 3, holes: 1 }; append(l, 2, 20, 4); return [l.holes + 1, l.total, l.y[1]];"));
        Assert.Equal(
            "[[1,2,3],[1,null,3],[null,2,null]]",
            (await JsonAsync(window, points + "return align([{ px: [1, 3], py: [1, 3] }, { px: [2], py: [2] }], (l) => [l.py]);")).GetRawText());
        Near([2000, 999_999, 1], await NumbersAsync(
            window, points + """
            const x = [...Array(1e6).keys()];
            const few = thin({ x, y: x.map((i) => (i === 777_777 ? 5 : 0)) }, 2000);
            return [Math.max(2000, few.x.length), few.x.at(-1), few.y.filter((y) => y === 5).length];
            """));
    }

    /// <summary>What a line covers, column by column: the fill in place of strokes must reach as far as they do.</summary>
    private static async Task StrokesAsync(Window window)
    {
        const string strokes = "const { covered, trembles, wider } = await load('strokes');";
        // From (0.5, 10) to (2.5, 30) the line passes 15 and 25 at the borders of the columns.
        Assert.Equal("[[0,10,15,1,15,25,2,25,30]]", await RawAsync(window, strokes + "return covered([0.5, 2.5], [10, 30], 3);"));
        Assert.Equal("[[0,1,9,1,2,5]]", await RawAsync(window, strokes + "return covered([0.1, 0.5, 1.0, 1.5], [1, 9, 5, 2], 2);"));
        Assert.Equal("[[0,1,1],[2,3,7]]", await RawAsync(window, strokes + "return covered([0, 1, 2, 2.5, 2.6], [1, null, 3, undefined, 7], 3);"));
        // What lies outside of the plot stands in one column on each side of it.
        Assert.Equal("[[-1,-90,0,0,0,0,1,0,0,2,0,80]]", await RawAsync(window, strokes + "return covered([-90, 0, 2, 82], [-90, 0, 0, 80], 2);"));
        Assert.Equal("[0,1,9,1,1,9,2,2,9]", await RawAsync(window, strokes + "return wider([0,1,2, 1,2,9, 2,3,4], 1);"));
        const string noise = "[...Array(400).keys()].map((i) => (i % 2) * 50)";
        Assert.Equal(
            "[true,false,false]",
            await RawAsync(window, strokes + $"return [trembles({noise}, 300), trembles({noise}, 500), trembles([...Array(400).keys()], 300)];"));
    }

    private static async Task<string> RawAsync(Window window, string body) => (await JsonAsync(window, body)).GetRawText();

    private static async Task FilesAsync(Window window)
    {
        var svg = (await JsonAsync(window, """
            const { svgOf } = await load('export');
            return svgOf({ title: 'a < b & "c"', xLabel: 'Iteration', axis: 'step', logX: false, logY: true, x: { min: 0, max: 10 }, y: { min: 0.1, max: 10 },
              lines: [{ label: '<script>', px: [0, 5, 10], py: [1, NaN, 10], smoothed: [1, null, 2] }], marks: [{ x: 5, kind: 'resume' }], width: 960, height: 480 });
            """)).GetString()!;
        var drawing = XDocument.Parse(svg).Root!;
        Assert.Equal("a < b & \"c\"", drawing.Elements().First(element => element.Name.LocalName == "title").Value);
        Assert.Contains(drawing.Descendants(), element => element.Value == "<script>" && element.Name.LocalName == "text");
        Assert.DoesNotContain(drawing.Descendants(), element => element.Name.LocalName == "script");
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.Contains("×", svg, StringComparison.Ordinal);
        Assert.Equal(
            "run,series,iteration,unix_seconds,value\r\nr1,\"'=a,b\",1,2.000,0.5\r\n",
            (await JsonAsync(window, "const { csvOf } = await load('export'); return csvOf([{ run: 'r1', series: '=a,b', x: [1], y: [0.5], t: [2] }], false);")).GetString());
    }

    private static async Task<JsonElement> JsonAsync(Window window, string body) =>
        JsonDocument.Parse(await window.Page.EvaluateAsync<string>($"async () => {{ {Import} return JSON.stringify(await (async () => {{ {body} }})()); }}")).RootElement;

    private static async Task<IReadOnlyList<double>> NumbersAsync(Window window, string body) =>
        [.. (await JsonAsync(window, body)).EnumerateArray().Select(value => value.GetDouble())];

    private static void Near(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }
}
