using System.Globalization;
using Bunit;
using Contracts;
using Dashboard.Client.Doors;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests.Mitigate;

public sealed class SetChooserTests
{
    private readonly MitigateHost _lab = new();

    [Fact]
    public async Task Only_runs_with_a_set_are_offered_with_their_frames()
    {
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context);
        Assert.Equal(["Choose…", "Made · demo"], page.FindAll("#set-run option").Select(option => option.TextContent));

        page.Find("#set-run").Change(Pages.Id(1).Value);
        page.Find("#set-iteration").Change("50");

        Assert.Equal(50, _lab.Submit(page).Mitigation!.Set.Iteration);
    }

    [Fact]
    public async Task A_set_that_nobody_came_to_choose_is_no_fault_before_the_first_try_and_then_one_in_words_of_the_person()
    {
        const string fault = "Name the run whose synthetic set is trained on.";
        _lab.Runs.Faults = spec => spec.Mitigation?.Set.Run is null ? [new SpecFault("mitigation.set.run", fault)] : [];
        await using var context = _lab.Context();
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ja");
        try
        {
            var page = MitigateHost.Open(context);
            Assert.Empty(page.FindAll(".fault-line, .faults"));
            page.FindAll(".start-bar button")[0].Click();
            Assert.Equal("学習に使う合成データセットを選んでください。", page.Find(".fault-line").TextContent);
            Assert.Contains("学習に使う合成データセットを選んでください。", page.Find(".faults").TextContent, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public async Task A_version_of_the_library_is_chosen_though_its_run_is_gone()
    {
        await using var context = _lab.Context();
        var made = MitigateHost.Made with { Data = new DataSpec { Name = "mnist" } };
        context.Services.AddSingleton<ILibrary>(new RememberedLibrary(RememberedLibrary.Version("pets", 2, run: 7, spec: made)));
        var page = MitigateHost.Open(context);
        page.Find("#set-run").Change("pets@2");
        Assert.Equal("pets@2", page.Find("#set-run").GetAttribute("value"));
        Assert.DoesNotContain("or is gone", page.Markup, StringComparison.Ordinal);

        var spec = _lab.Submit(page);
        Assert.Equal((Pages.Id(7).Value, 200, "mnist"), (spec.Mitigation!.Set.Run, spec.Mitigation.Set.Iteration!.Value, spec.Data.Name));

        var linked = MitigateHost.Open(context, "?version=pets@2");
        Assert.Equal("pets@2", linked.Find("#set-run").GetAttribute("value"));
        Assert.Equal("library/pets/2", linked.Find(".help a[href^=library]").GetAttribute("href"));
    }

    [Fact]
    public async Task A_version_that_the_page_was_opened_for_is_shown_as_such_though_its_run_is_there()
    {
        await using var context = _lab.Context();
        context.Services.AddSingleton<ILibrary>(new RememberedLibrary(RememberedLibrary.Version("pets", 1, run: 1, spec: MitigateHost.Made)));
        var page = MitigateHost.Open(context, "?version=pets@1");
        Assert.Equal("pets@1", page.Find("#set-run").GetAttribute("value"));
        page.Find("#set-run").Change(Pages.Id(1).Value);
        Assert.Equal(Pages.Id(1).Value, page.Find("#set-run").GetAttribute("value"));
        Assert.Null(_lab.Submit(page).Mitigation!.Set.Iteration);
    }

    [Fact]
    public async Task A_file_and_its_labels_are_chosen()
    {
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context, $"?run={Pages.Id(1)}");
        page.FindAll("input[type=radio]")[1].Change("file");
        Assert.Empty(page.FindAll("#set-labels"));

        page.Find("#set-file").Change("images.pt");
        page.Find("#set-labels").Change("labels.pt");
        page.Find("#data-name").Change("cifar10");

        var spec = _lab.Submit(page);
        Assert.Equal(new SetSpec { Source = "file", File = "images.pt", Labels = "labels.pt" }, spec.Mitigation!.Set);
        Assert.Equal("cifar10", spec.Data.Name);
    }

    [Fact]
    public async Task Labels_go_with_the_images_they_belong_to()
    {
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context);
        page.FindAll("input[type=radio]")[1].Change("file");
        page.Find("#set-file").Change("images.pt");
        page.Find("#set-labels").Change("labels.pt");

        page.Find("#set-file").Change("set.npz");

        Assert.Equal(new SetSpec { Source = "file", File = "set.npz" }, _lab.Submit(page).Mitigation!.Set);
    }

    [Fact]
    public async Task An_upload_is_chosen_and_a_refused_one_is_told()
    {
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context);
        page.FindAll("input[type=radio]")[1].Change("file");

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("x", RememberedSets.Refused));
        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".fault-line"), line => line.TextContent == "Not a set."));
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("x", "own.npz"));
        page.WaitForAssertion(() => Assert.Equal("own.npz", page.Find("#set-file").GetAttribute("value")));

        Assert.Equal("own.npz", _lab.Submit(page).Mitigation!.Set.File);
    }

    [Fact]
    public async Task Weights_are_no_set_neither_chosen_nor_uploaded()
    {
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context);
        page.FindAll("input[type=radio]")[1].Change("file");
        page.Find("#set-file").Change("images.pt");

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("x", "other.safetensors"));

        page.WaitForAssertion(() => Assert.Contains(
            page.FindAll(".fault-line"), line => line.TextContent == "Only files that end in .npz, .pt, .zip, .tar, .tar.gz, .tgz are taken here."));
        Assert.DoesNotContain(_lab.Sets.List(), entry => entry.FileName == "other.safetensors");
        Assert.Equal(["", "images.pt", "labels.pt", "set.npz"], page.FindAll("#set-file option").Select(option => option.GetAttribute("value")));
        Assert.Equal(["", "images.pt", "labels.pt"], page.FindAll("#set-labels option").Select(option => option.GetAttribute("value")));
        Assert.Equal("images.pt", _lab.Submit(page).Mitigation!.Set.File);
    }

    [Fact]
    public async Task The_limit_of_an_upload_is_the_hosts()
    {
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context);
        page.FindAll("input[type=radio]")[1].Change("file");
        Assert.Contains("At most 3 MiB.", page.Find("#set-upload ~ .help").TextContent, StringComparison.Ordinal);

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(new string('x', (3 * 1024 * 1024) + 1), "large.npz"));
        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".fault-line"), line => line.TextContent.Contains("larger than 3 MiB", StringComparison.Ordinal)));
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(new string('x', 3 * 1024 * 1024), "largest.npz"));
        page.WaitForAssertion(() => Assert.Equal("largest.npz", page.Find("#set-file").GetAttribute("value")));
    }

    [Fact]
    public async Task A_teachers_weights_are_chosen_uploaded_or_trained()
    {
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context, $"?run={Pages.Id(1)}");
        Assert.Equal(["", "teacher.safetensors"], page.FindAll("#teacher-checkpoint option").Select(option => option.GetAttribute("value")));
        Assert.Null(_lab.Submit(page).Mitigation!.Teacher.Checkpoint);

        page.Find("#teacher-checkpoint").Change("teacher.safetensors");
        Assert.Equal("teacher.safetensors", _lab.Submit(page).Mitigation!.Teacher.Checkpoint);
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("x", "own.safetensors"));
        page.WaitForAssertion(() => Assert.Equal("own.safetensors", page.Find("#teacher-checkpoint").GetAttribute("value")));
        Assert.Equal("own.safetensors", _lab.Submit(page).Mitigation!.Teacher.Checkpoint);

        page.Find("#teacher-checkpoint").Change("");
        Assert.Null(_lab.Submit(page).Mitigation!.Teacher.Checkpoint);
    }

    [Fact]
    public async Task A_few_real_images_are_a_set_too()
    {
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context);

        page.FindAll("input[type=radio]")[2].Change("real");

        Assert.Equal(new SetSpec { Source = "real", ImagesPerClass = 10 }, _lab.Submit(page).Mitigation!.Set);
    }
}
