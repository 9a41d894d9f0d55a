using System.Globalization;
using Bunit;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Features.DataSets;
using Dashboard.Client.Features.Home;
using Dashboard.Client.Features.Runs;
using Dashboard.Client.Features.Runs.Listing;
using Dashboard.Client.Forms;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Dashboard.Client.Tests.Layout;

/// <summary>What is wrong is said in the person's language, wherever it is shown.</summary>
public sealed class SayingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly SpecFault Fault = new("threads", $"Must be between {0.5} and {1_024}; it is {-1}.");
    private const string Told = "0.5 以上 1024 以下にしてください（現在 -1）。";

    [Theory]
    [InlineData("ja", "ja-JP", Told)]
    [InlineData("ja", "de-DE", "0,5 以上 1024 以下にしてください（現在 -1）。")]
    [InlineData("en", "de-DE", "Must be between 0,5 and 1024; it is -1.")]
    public async Task A_fault_at_its_field_has_the_words_and_the_numbers_of_the_person(string words, string numbers, string told) => await InAsync(words, numbers, context =>
        Assert.Equal(told, context.Render<FaultLines>(lines => lines.Add(p => p.Of, [Fault])).Find(".fault-line").TextContent));

    [Fact]
    public async Task A_sentence_within_a_sentence_is_said_too() => await InAsync("ja", "ja-JP", context =>
    {
        Sentence place = "earlier download";
        var fault = new SpecFault("", $"Fault: {place}: {Fault.Text}");
        Assert.Equal($"エラー：以前のダウンロード：{Told}", context.Render<FaultLines>(lines => lines.Add(p => p.Of, [fault])).Find(".fault-line").TextContent);
    });

    [Fact]
    public async Task What_nobody_has_words_for_is_told_as_it_came() => await InAsync("ja", "ja-JP", context =>
        Assert.Equal("Odd {0} text.", context.Render<FaultLines>(lines => lines.Add(p => p.Of, [new SpecFault("", "Odd {0} text.")])).Find(".fault-line").TextContent));

    [Fact]
    public async Task The_head_of_a_run_says_why_a_name_or_a_tag_was_not_taken() => await InAsync("ja", "ja-JP", context =>
    {
        var metadata = context.Services.GetRequiredService<RememberedMetadata>();
        metadata.Faults = [new SpecFault("name", "A name is one line of text.")];
        var title = context.Render<RunTitle>(head => head.Add(p => p.Run, Pages.Row(1, "First")));
        title.Find("button").Click();
        title.Find("form").Submit();
        metadata.Faults = [new SpecFault("tags", $"A run has at most {20} tags.")];
        var tags = context.Render<RunTags>(head => head.Add(p => p.Run, Pages.Id(1)));
        tags.FindAll("button")[^1].Click();
        tags.Find("form").Submit();
        Assert.Equal(["名前は 1 行で入力してください。", "1 つの実行に付けられるタグは 20 個までです。"], Notices(context));
    });

    [Fact]
    public async Task A_store_that_fails_is_told_of() => await InAsync("ja", "ja-JP", context =>
    {
        context.Services.GetRequiredService<RememberedMetadata>().Broken = new IOException("The store is closed.");
        var title = context.Render<RunTitle>(head => head.Add(p => p.Run, Pages.Row(1, "First")));
        title.Find("button").Click();
        title.Find("form").Submit();
        Assert.Equal(["データベースは閉じられています。"], Notices(context));
    });

    [Fact]
    public async Task A_page_that_shows_nothing_new_says_why() => await InAsync("ja", "ja-JP", context =>
    {
        var runs = (RememberedRuns)context.Services.GetRequiredService<IRuns>();
        runs.States[Pages.Id(1)] = RunState.Submitted(Pages.Id(1), new RunSpec { Name = "First" }, Pages.Start);
        runs.Broken = new IOException("The store cannot be read now.");
        var page = context.Render<RunPage>(one => one.Add(p => p.Text, Pages.Id(1).Value));
        page.WaitForAssertion(() => Assert.Contains("現在、データベースを読み取れません。", page.Find("p.link-banner").TextContent, StringComparison.Ordinal), Patience);
    });

    [Fact]
    public async Task Many_runs_and_views_say_why_they_stay_as_they_are() => await InAsync("ja", "ja-JP", context =>
    {
        context.Services.GetRequiredService<RememberedMetadata>().Faults = [Fault];
        ((RememberedViews)context.Services.GetRequiredService<IRunViews>()).Faults = [Fault];
        var talk = new RunActions.Talk(
            context.Services.GetRequiredService<IDialogService>(), context.Services.GetRequiredService<ISnackbar>(), context.Services.GetRequiredService<IStringLocalizer<Strings>>());
        var actions = new RunActions(
            context.Services.GetRequiredService<IRuns>(), context.Services.GetRequiredService<IRunMetadata>(), context.Services.GetRequiredService<IRunTrash>(),
            context.Services.GetRequiredService<ILibrary>(), talk);
        Assert.True(actions.ChangeAsync([Pages.Id(1), Pages.Id(2)], new RunMetaChange { Pinned = true }).IsCompletedSuccessfully);
        Assert.Equal([Told], Notices(context));
        talk.Snackbar.Clear();
        var menu = context.Render<ViewMenu>(views => views.Add(p => p.State, new RunTableState()));
        menu.Find("#view-name").Input("Mine");
        menu.FindAll(".menu-line button")[0].Click();
        Assert.Equal([Told], Notices(context));
    });

    [Fact]
    public async Task A_run_that_is_started_by_one_button_says_what_keeps_it() => await InAsync("ja", "ja-JP", context =>
    {
        ((RememberedRuns)context.Services.GetRequiredService<IRuns>()).Refusal = [Fault];
        var demo = context.Render<DemoStart>();
        demo.Find("button").Click();
        demo.WaitForAssertion(() => Assert.Equal(Told, demo.Find(".fault-line").TextContent), Patience);
        var config = context.Render<RunConfig>(tab => tab.Add(p => p.Run, Pages.Row(1, "First")).Add(p => p.Spec, new RunSpec()));
        config.Find("button").Click();
        config.WaitForAssertion(() => Assert.Equal(Told, config.Find(".fault-line").TextContent), Patience);
    });

    [Fact]
    public async Task A_data_set_that_is_not_taken_or_not_read_says_why() => await InAsync("ja", "ja-JP", context =>
    {
        var sets = (RememberedDataSets)context.Services.GetRequiredService<IDataSets>();
        sets.Limits = sets.Limits with { Folders = ["/srv/sets"] };
        sets.Faults = [$"'{"a.zip"}' holds more than {12} entries."];
        var form = context.Render<RegisterDataSet>(register => register.Add(p => p.Way, "folder"));
        form.Find(".button-row button").Click();
        form.WaitForAssertion(() => Assert.Equal("「a.zip」の項目が 12 個を超えています。", form.Find("ul.faults li").TextContent), Patience);
        var page = context.Render<DataSetPage>(one => one.Add(set => set.Name, "away"));
        page.WaitForAssertion(() => Assert.Equal("このデータセットはここにありません。表示のためにダウンロードはしません。", page.Find("ul.faults li").TextContent), Patience);
    });

    private static IEnumerable<string> Notices(BunitContext context) =>
        context.Services.GetRequiredService<ISnackbar>().ShownSnackbars.Select(notice => notice.Message?.ToString() ?? "");

    private static async Task InAsync(string words, string numbers, Action<BunitContext> act)
    {
        var before = (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture);
        (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = (CultureInfo.GetCultureInfo(words), CultureInfo.GetCultureInfo(numbers));
        try
        {
            await using var context = Pages.Context();
            act(context);
        }
        finally
        {
            (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = before;
        }
    }
}
