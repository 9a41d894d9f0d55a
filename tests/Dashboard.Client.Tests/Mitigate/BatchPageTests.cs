using Bunit;
using Contracts;
using Dashboard.Client.Features.Mitigate;
using Dashboard.Client.Features.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests.Mitigate;

public sealed class BatchPageTests
{
    private readonly RememberedRuns _runs = new();

    public BatchPageTests()
    {
        var spec = Lab.Spec();
        _runs.Specs[Pages.Id(2)] = spec;
        _runs.States[Pages.Id(2)] = Lab.View(
            spec, Lab.Trained("convnet", "baseline", 0.6), Lab.Trained("resnet-18", "baseline", 0.4), Lab.Trained("resnet-18", "full",
                0.5)).State;
    }

    [Theory]
    [InlineData("matrix", "table.lab-matrix")]
    [InlineData("ablation", "figure.summary-chart")]
    [InlineData("curves", "fieldset.choices")]
    [InlineData("advice", "ul.advice")]
    [InlineData("cost", "table.matrix")]
    [InlineData("config", ".copy-block")]
    public async Task Each_tab_shows_its_part(string tab, string part)
    {
        await using var context = Pages.Context(_runs);
        var page = Open(context, $"mitigate/{Pages.Id(2)}?tab={tab}");

        Assert.NotEmpty(page.FindAll(part));
        Assert.Equal(tab, page.Find(".tabs a[aria-current=page]").GetAttribute("href")!.Split("tab=")[1]);
    }

    [Fact]
    public async Task Tabs_change_in_place()
    {
        await using var context = Pages.Context(_runs);
        var page = Open(context, $"mitigate/{Pages.Id(2)}");
        foreach (var (tab, part) in new[] { ("curves", "fieldset.choices"), ("ablation", "figure.summary-chart"), ("matrix",
            "table.lab-matrix"), ("cost", "table.matrix") })
        {
            context.Services.GetRequiredService<NavigationManager>().NavigateTo($"mitigate/{Pages.Id(2)}?tab={tab}");
            page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(part)));
        }
    }

    [Fact]
    public async Task Other_cells_are_chosen_in_the_address()
    {
        await using var context = Pages.Context(_runs);
        var page = Open(context, $"mitigate/{Pages.Id(2)}?tab=curves");

        await page.InvokeAsync(() => page.FindAll(".chip-button").First(chip => chip.TextContent.Trim() == "ResNet-18").Click());

        Assert.Contains("cells=1.2-0.1.2-0-0", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal("true", page.FindAll(".chip-button").First(chip =>
            chip.TextContent.Trim() == "ResNet-18").GetAttribute("aria-pressed"));
    }

    [Fact]
    public async Task The_matrix_opens_with_the_answer_and_says_that_it_may_change()
    {
        await using var context = Pages.Context(_runs);
        var answer = Open(context, $"mitigate/{Pages.Id(2)}").Find(".advice-answer").TextContent;

        Assert.Contains("Full, chosen by the test images for want of validation, closes 50 % of the gap of ResNet-18", answer, StringComparison.Ordinal);
        Assert.Contains("3 of 7 trainings are done", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bars_have_a_table_with_the_same_numbers()
    {
        await using var context = Pages.Context(_runs);
        var rows = Open(context, $"mitigate/{Pages.Id(2)}?tab=ablation").FindAll(".chart-table tbody tr");

        Assert.Equal(["ResNet-18", "40.0", "50.0"], rows[1].Children.Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task A_batch_is_shown_on_its_own_page_alone()
    {
        await using var context = Pages.Context(_runs);
        context.Render<RunPage>(page => page.Add(p => p.Text, Pages.Id(2).Value));

        Assert.EndsWith($"mitigate/{Pages.Id(2)}", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_batches_holds_batches_alone()
    {
        var batch = RunState.Submitted(Pages.Id(2), Lab.Spec(), Pages.Start).Summary;
        await using var context = Pages.Context(new RememberedRuns(Pages.Row(1, "A run"), batch));
        var list = context.Render<RunList>(rows => rows.Add(r => r.OnlyBatches, true));

        Assert.Equal($"mitigate/{Pages.Id(2)}", Assert.Single(list.FindAll("td.name a")).GetAttribute("href"));
    }

    private static IRenderedComponent<BatchPage> Open(BunitContext context, string address)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return context.Render<BatchPage>(page => page.Add(p => p.Text, Pages.Id(2).Value));
    }
}
