using Bunit;
using Dashboard.Client.Features.Runs;
using Microsoft.JSInterop;

namespace Dashboard.Client.Tests.Layout;

public sealed class CopyButtonTests
{
    private const string Module = "./_content/Dashboard.Client/app/copy.js";

    [Theory]
    [InlineData(true, "Copied", 0)]
    [InlineData(false, "Copy", 1)]
    public async Task A_copy_tells_whether_it_worked(bool worked, string title, int warnings)
    {
        await using var context = Pages.Context();
        var copied = context.JSInterop.SetupModule(Module).Setup<bool>("copy", "text").SetResult(worked);
        var block = context.Render<CopyBlock>(view => view.Add(v => v.Text, "text"));
        await block.Find("button").ClickAsync(new());
        Assert.Single(copied.Invocations);
        Assert.Equal(title, block.Find("button").TextContent);
        Assert.Equal(warnings, block.FindAll("[role=status]").Count);
    }

    [Fact]
    public async Task A_fault_of_the_browser_does_not_reach_the_page()
    {
        await using var context = Pages.Context();
        context.JSInterop.SetupModule(Module).Setup<bool>("copy", _ => true).SetException(new JSException("no clipboard"));
        var link = context.Render<ShareLink>();
        await link.Find("button").ClickAsync(new());
        Assert.Contains("did not copy", link.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }
}
