using System.Text.Json;
using Bunit;
using Contracts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests.Mitigate;

public sealed class MitigatePageTests
{
    private readonly MitigateHost _lab = new();

    [Fact]
    public async Task A_new_batch_compares_the_usual_recipes()
    {
        await using var context = _lab.Context();
        var batch = _lab.Submit(MitigateHost.Open(context)).Mitigation!;

        Assert.Equal(["baseline", "baseline-equal-budget", "full"], batch.Recipes.Select(recipe => recipe.Name));
        Assert.Equal(["alexnet", "resnet-18"], batch.Networks.Select(network => network.Name));
        Assert.Equal(100, batch.BaseEpochs);
    }

    [Fact]
    public async Task A_run_brings_its_set_its_data_and_its_training_network()
    {
        await using var context = _lab.Context();
        var spec = _lab.Submit(MitigateHost.Open(context, $"?run={Pages.Id(1)}"));

        Assert.Equal(("run", Pages.Id(1).Value), (spec.Mitigation!.Set.Source, spec.Mitigation.Set.Run));
        Assert.Equal(MitigateHost.Made.Data, spec.Data);
        Assert.Equal("alexnet", spec.TrainingNetwork.Name);
        Assert.EndsWith($"mitigate/{Pages.Id(9)}", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chips_and_boxes_take_networks_and_recipes_in_and_out()
    {
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context);
        MitigateHost.Chip(page, "AlexNet").Click();
        MitigateHost.Chip(page, "ConvNet").Click();
        page.FindAll(".recipes input")[0].Change(false);
        page.FindAll(".recipes input")[3].Change(true);

        var batch = _lab.Submit(page).Mitigation!;
        Assert.Equal(["resnet-18", "convnet"], batch.Networks.Select(network => network.Name));
        Assert.Equal(["baseline-equal-budget", "full", "gentle"], batch.Recipes.Select(recipe => recipe.Name));
        Assert.Equal("full", batch.Recipes[^1].Base);
    }

    [Fact]
    public async Task Budget_controls_evidence_and_teacher_land_in_the_spec()
    {
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context);
        MitigateHost.Chip(page, "The paper's · 1,000").Click();
        MitigateHost.Field(page, "Repeats").Change("5");
        MitigateHost.Field(page, "Random control").Change(false);
        MitigateHost.Field(page, "Full data").Change(true);
        MitigateHost.Field(page, "Full data epochs").Change("7");
        MitigateHost.Field(page, "Stored weights").Change("teacher.safetensors");
        MitigateHost.Field(page, "Points of each curve").Change("33");
        MitigateHost.Field(page, "Validation images").Change("200");
        MitigateHost.Field(page, "Sub-networks").Change("0");
        MitigateHost.Field(page, "Largest Hessian eigenvalue").Change(true);
        MitigateHost.Field(page, "Seed").Change("3");
        MitigateHost.Field(page, "Another network than the training network teaches").Change(true);

        var spec = _lab.Submit(page);
        var batch = spec.Mitigation!;
        Assert.Equal((1000, 5, false, true, 7), (batch.BaseEpochs, batch.Repeats, batch.RandomControl, batch.FullData,
            batch.FullDataEpochs));
        Assert.Equal(new EvidenceSpec { Points = 33, ValidationImages = 200, SubNetworks = 0, Hessian = true }, batch.Evidence);
        Assert.Equal(("convnet", "teacher.safetensors"), (batch.Teacher.Network!.Name, batch.Teacher.Checkpoint));
        Assert.Equal(3, spec.Seed);
    }

    [Fact]
    public async Task Every_fault_stands_at_its_field_and_in_the_list_and_nothing_is_submitted()
    {
        _lab.Runs.Faults = _ =>
        [
            new SpecFault("mitigation.set.run", "Name a run."), new SpecFault("mitigation.networks", "Too few."),
                new SpecFault("mitigation.networks[0].name", "Odd."),
            new SpecFault("mitigation.recipes", "Too many."), new SpecFault("mitigation.baseEpochs", "Too short."),
                new SpecFault("mitigation.evidence.points", "Too dense."),
            new SpecFault("mitigation.teacher.checkpoint", "Not found."),
        ];
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context);

        page.FindAll(".start-bar button")[0].Click();

        foreach (var fault in _lab.Runs.Faults(new RunSpec()))
        {
            Assert.Contains(page.FindAll(".form-sections .fault-line"), line => line.TextContent == fault.Message);
            Assert.Contains(page.FindAll(".faults li"), line => line.TextContent.Contains(fault.Message, StringComparison.Ordinal));
        }

        Assert.Empty(_lab.Runs.Submitted);
    }

    [Fact]
    public async Task A_store_that_fails_is_told_and_the_batch_can_be_started_again()
    {
        await using var context = _lab.Context();
        _lab.Runs.Refusal = [new SpecFault("", "The disk is full.")];
        var page = MitigateHost.Open(context, $"?run={Pages.Id(1)}");
        MitigateHost.Field(page, "Repeats").Change("6");

        page.FindAll(".start-bar button")[0].Click();

        Assert.Equal("The disk is full.", Assert.Single(page.FindAll(".faults li")).TextContent.Trim());
        Assert.Empty(_lab.Runs.Submitted);
        Assert.False(page.FindAll(".start-bar button")[0].HasAttribute("disabled"));
        _lab.Runs.Refusal = [];
        Assert.Equal(6, _lab.Submit(page).Mitigation!.Repeats);
    }

    [Fact]
    public async Task A_batch_is_cloned_whole()
    {
        var batch = Lab.Spec(repeats: 4) with { Name = "Old", Seed = 8 };
        _lab.Runs.Specs[Pages.Id(3)] = batch;
        await using var context = _lab.Context();

        Assert.Equal(Text(batch), Text(_lab.Submit(MitigateHost.Open(context, $"?clone={Pages.Id(3)}"))));
    }

    [Fact]
    public async Task A_batch_that_cannot_be_read_is_said_not_to_be_cloned()
    {
        await using var context = _lab.Context();
        Assert.Contains("cannot be cloned", MitigateHost.Open(context, $"?clone={Pages.Id(3)}").Find("p.fault-line").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be cloned", MitigateHost.Open(context, $"?run={Pages.Id(1)}").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_without_a_batch_is_refused()
    {
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context);
        page.FindAll(".toggle button")[1].Click();
        page.Find("#spec-json").Input("""{ "name": "A distillation" }""");

        page.FindAll(".start-bar button")[0].Click();

        Assert.Contains("no batch", page.Find(".fault-line").TextContent, StringComparison.Ordinal);
        Assert.Empty(_lab.Runs.Submitted);
    }

    [Fact]
    public async Task What_was_typed_outlives_a_filter_of_the_list()
    {
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context, $"?run={Pages.Id(1)}");
        MitigateHost.Field(page, "Repeats").Change("6");

        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"mitigate?run={Pages.Id(1)}&q=x");

        Assert.Equal(6, _lab.Submit(page).Mitigation!.Repeats);
    }

    private static string Text(RunSpec spec) => JsonSerializer.Serialize(spec, ContractsJson.Default.RunSpec);
}
