using Bunit;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Features.DataSets;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests.DataSets;

public sealed class DataSetPagesTests
{
    private readonly RememberedDataSets _sets = new();

    [Fact]
    public async Task The_list_tells_licence_personal_data_and_runs()
    {
        await using var context = Context(new RememberedRuns(Pages.Row(1, "One"), Pages.Row(2, "Two")));
        var page = context.Render<DataSetsPage>();
        var rows = page.FindAll(".data-sets tbody tr").Select(row => row.Children.Select(cell => cell.TextContent).ToList()).ToList();
        Assert.Equal(["Demo demo", "yes", "embedded", "MIT", "not said", "2"], rows[0][..6]);
        Assert.Equal(["Away away", "no", "", "unknown", "yes", "0"], rows[1][..6]);
        Assert.Equal("datasets/demo", page.Find(".data-sets a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_set_shows_a_strip_of_each_class_out_of_one_picture()
    {
        await using var context = Context();
        var page = context.Render<DataSetPage>(one => one.Add(set => set.Name, "demo"));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("svg.class-strip").Count));
        Assert.Equal(["0 0 32 8", "0 8 64 8"], page.FindAll("svg.class-strip").Select(strip => strip.GetAttribute("viewBox")));
        Assert.All(page.FindAll("svg image"), image => Assert.Equal("api/v1/datasets/demo/sheet.png?v=c0ffee", image.GetAttribute("href")));
        Assert.Contains("runs/new?data=demo", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() == "Delete");
    }

    [Fact]
    public async Task While_it_is_read_and_when_it_cannot_be_the_page_says_so()
    {
        var gate = new TaskCompletionSource();
        _sets.Gate = gate.Task;
        await using var context = Context();
        var page = context.Render<DataSetPage>(one => one.Add(set => set.Name, "away"));
        Assert.Contains("Reading the set…", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        gate.SetResult();
        page.WaitForAssertion(() => Assert.Equal("This set is not here; nothing is fetched to look at it.", page.Find("ul.faults li").TextContent));
        Assert.DoesNotContain("Start a run on it", page.Markup, StringComparison.Ordinal);
        Assert.Equal("Data set not found", context.Render<DataSetPage>(one => one.Add(set => set.Name, "none")).Find("h1").TextContent);
    }

    [Fact]
    public async Task A_card_with_faults_stays_open_with_what_was_typed()
    {
        await using var context = Context();
        var page = context.Render<DataSetPage>(one => one.Add(set => set.Name, "demo"));
        Press(page, "Edit");
        page.Find("#card-personal").Change("yes");
        Press(page, "Save");
        Assert.Equal("Say why.", page.Find(".fault-line").TextContent);
        page.Find("#card-purpose").Change("Research, with consent");
        Press(page, "Save");
        Assert.Equal((true, "Research, with consent"), (_sets.Find("demo")!.Card.PersonalData, _sets.Find("demo")!.Card.Purpose));
        Assert.NotEmpty(page.FindAll(".flag-personal"));
    }

    [Fact]
    public async Task An_upload_takes_its_name_from_the_file_and_leads_to_the_set()
    {
        await using var context = Context();
        var form = Form(context, "upload");
        form.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("PK", "My Pets.v2.zip"));
        Assert.Equal("my-pets", form.Find("#set-name").GetAttribute("value"));
        form.Find("#set-licence").Change("CC0");
        Press(form, "Register");
        form.WaitForAssertion(() => Assert.EndsWith("datasets/my-pets", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.Equal(("my-pets", "CC0", "My Pets.v2.zip"), (_sets.Asked[0].Asked.Name, _sets.Asked[0].Asked.Card.Licence, _sets.Asked[0].From));
    }

    [Fact]
    public async Task Every_fault_is_listed_and_the_form_keeps_what_was_typed()
    {
        _sets.Faults = ["One.", "Two."];
        _sets.Limits = _sets.Limits with { Downloads = true };
        await using var context = Context();
        var form = Form(context, "url");
        form.Find("#set-name").Change("pets");
        form.Find("#set-address").Change(" https://example.org/a.zip ");
        Press(form, "Register");
        form.WaitForAssertion(() => Assert.Equal(["One.", "Two."], form.FindAll("ul.faults li").Select(fault => fault.TextContent)));
        Assert.Equal("https://example.org/a.zip ", _sets.Asked[0].From);
        Assert.Equal("pets", form.Find("#set-name").GetAttribute("value"));
    }

    [Fact]
    public async Task A_registration_that_takes_long_can_be_cancelled()
    {
        _sets.Limits = _sets.Limits with { Folders = ["/srv/sets"] };
        _sets.Gate = new TaskCompletionSource().Task;
        await using var context = Context();
        var form = Form(context, "folder");
        form.Find("#set-name").Change("pets");
        form.Find("#set-path").Change("/srv/sets/pets");
        Press(form, "Register");
        form.WaitForAssertion(() => Assert.Contains("0.5 KiB / 1.0 KiB", form.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Press(form, "Cancel");
        form.WaitForAssertion(() => Assert.Equal("Cancelled.", form.Find("ul.faults li").TextContent));
        Assert.Null(_sets.Find("pets"));
    }

    [Theory]
    [InlineData("folder", "Data:Folders")]
    [InlineData("url", "Data:AllowDownload")]
    public async Task A_way_that_is_closed_says_which_setting_opens_it(string way, string setting)
    {
        await using var context = Context();
        var form = Form(context, way);
        Assert.Contains(setting, form.Markup, StringComparison.Ordinal);
        Assert.Empty(form.FindAll("input"));
    }

    private BunitContext Context(RememberedRuns? runs = null)
    {
        var context = Pages.Context(runs);
        context.Services.AddSingleton<IDataSets>(_sets);
        return context;
    }

    private static IRenderedComponent<RegisterDataSet> Form(BunitContext context, string way) =>
        context.Render<RegisterDataSet>(one => one.Add(form => form.Way, way));

    private static void Press<T>(IRenderedComponent<T> part, string text)
        where T : IComponent => part.FindAll("button").Single(button => button.TextContent.Trim() == text).Click();
}
