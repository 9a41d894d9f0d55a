using Bunit;
using Dashboard.Client.Forms;

namespace Dashboard.Client.Tests;

public sealed class FileChooserTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Files_can_be_chosen_once_the_browser_listens_and_nobody_forbids_it(bool forbidden)
    {
        await using var context = Pages.Context(new RememberedRuns());
        var listen = context.JSInterop.SetupVoid("Blazor._internal.InputFile.init", _ => true);
        var chooser = context.Render<FileChooser>(of => of.Add(it => it.Id, "files").Add(it => it.Accept, ".zip").Add(it => it.Disabled, forbidden));
        Assert.True(chooser.Find("#files").HasAttribute("disabled"));
        listen.SetVoidResult();
        chooser.WaitForAssertion(() => Assert.Equal(forbidden, chooser.Find("#files").HasAttribute("disabled")));
    }
}
