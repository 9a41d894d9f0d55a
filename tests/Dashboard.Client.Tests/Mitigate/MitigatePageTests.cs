using System.Text.Json;
using Bunit;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Features.Mitigate;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests.Mitigate;

public sealed class MitigatePageTests
{
    private static readonly RunSpec Made = new()
    {
        Name = "Made",
        Data = new DataSpec { Name = "cifar10", Preprocessing = "zca" },
        TrainingNetwork = Lab.Network("alexnet"),
    };

    private readonly RememberedRuns _runs = new(Pages.Row(1, "Made") with { Status = RunStatus.Completed }, Pages.Row(2, "Waits"));
    private readonly RememberedSets _sets = new(new SetEntry("images.pt", "pt", 10), new SetEntry("labels.pt", "pt", 1),
        new SetEntry("set.npz", "npz", 10));
    private readonly RememberedRecipes _recipes = new(new RecipeSpec { Name = "gentle", Base = "full" });

    public MitigatePageTests()
    {
        _runs.Specs[Pages.Id(1)] = Made;
        var state = RunState.Submitted(Pages.Id(1), Made, Pages.Start);
        _runs.States[Pages.Id(1)] = state.Apply(new SyntheticSetSaved(50, "a.npz", "a.png", 10, ["a"], 28, 28) { Seq = 1 });
    }

    [Fact]
    public async Task A_new_batch_compares_the_usual_recipes()
    {
        await using var context = Context();
        var batch = Submit(Open(context)).Mitigation!;

        Assert.Equal(["baseline", "baseline-equal-budget", "full"], batch.Recipes.Select(recipe => recipe.Name));
        Assert.Equal(["alexnet", "resnet-18"], batch.Networks.Select(network => network.Name));
        Assert.Equal(100, batch.BaseEpochs);
    }

    [Fact]
    public async Task A_run_brings_its_set_its_data_and_its_training_network()
    {
        await using var context = Context();
        var spec = Submit(Open(context, $"?run={Pages.Id(1)}"));

        Assert.Equal(("run", Pages.Id(1).Value), (spec.Mitigation!.Set.Source, spec.Mitigation.Set.Run));
        Assert.Equal(Made.Data, spec.Data);
        Assert.Equal("alexnet", spec.TrainingNetwork.Name);
        Assert.EndsWith($"mitigate/{Pages.Id(9)}", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_runs_with_a_set_are_offered_with_their_frames()
    {
        await using var context = Context();
        var page = Open(context);
        Assert.Equal(["Choose…", "Made · demo"], page.FindAll("#set-run option").Select(option => option.TextContent));

        page.Find("#set-run").Change(Pages.Id(1).Value);
        page.Find("#set-iteration").Change("50");

        Assert.Equal(50, Submit(page).Mitigation!.Set.Iteration);
    }

    [Fact]
    public async Task A_file_and_its_labels_are_chosen()
    {
        await using var context = Context();
        var page = Open(context, $"?run={Pages.Id(1)}");
        page.FindAll("input[type=radio]")[1].Change("file");
        Assert.Empty(page.FindAll("#set-labels"));

        page.Find("#set-file").Change("images.pt");
        page.Find("#set-labels").Change("labels.pt");
        page.Find("#data-name").Change("cifar10");

        var spec = Submit(page);
        Assert.Equal(new SetSpec { Source = "file", File = "images.pt", Labels = "labels.pt" }, spec.Mitigation!.Set);
        Assert.Equal("cifar10", spec.Data.Name);
    }

    [Fact]
    public async Task Labels_go_with_the_images_they_belong_to()
    {
        await using var context = Context();
        var page = Open(context);
        page.FindAll("input[type=radio]")[1].Change("file");
        page.Find("#set-file").Change("images.pt");
        page.Find("#set-labels").Change("labels.pt");

        page.Find("#set-file").Change("set.npz");

        Assert.Equal(new SetSpec { Source = "file", File = "set.npz" }, Submit(page).Mitigation!.Set);
    }

    [Fact]
    public async Task An_upload_is_chosen_and_a_refused_one_is_told()
    {
        await using var context = Context();
        var page = Open(context);
        page.FindAll("input[type=radio]")[1].Change("file");

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("x", "virus.exe"));
        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".fault-line"), line => line.TextContent == "Not a set."));
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("x", "own.npz"));
        page.WaitForAssertion(() => Assert.Equal("own.npz", page.Find("#set-file").GetAttribute("value")));

        Assert.Equal("own.npz", Submit(page).Mitigation!.Set.File);
    }

    [Fact]
    public async Task A_few_real_images_are_a_set_too()
    {
        await using var context = Context();
        var page = Open(context);

        page.FindAll("input[type=radio]")[2].Change("real");

        Assert.Equal(new SetSpec { Source = "real", ImagesPerClass = 10 }, Submit(page).Mitigation!.Set);
    }

    [Fact]
    public async Task Chips_and_boxes_take_networks_and_recipes_in_and_out()
    {
        await using var context = Context();
        var page = Open(context);
        Chip(page, "AlexNet").Click();
        Chip(page, "ConvNet").Click();
        page.FindAll(".recipes input")[0].Change(false);
        page.FindAll(".recipes input")[3].Change(true);

        var batch = Submit(page).Mitigation!;
        Assert.Equal(["resnet-18", "convnet"], batch.Networks.Select(network => network.Name));
        Assert.Equal(["baseline-equal-budget", "full", "gentle"], batch.Recipes.Select(recipe => recipe.Name));
        Assert.Equal("full", batch.Recipes[^1].Base);
    }

    [Fact]
    public async Task A_copy_of_a_recipe_takes_other_options_and_is_saved()
    {
        await using var context = Context();
        var page = Open(context);
        page.FindAll(".recipes button").First(button => button.GetAttribute("aria-label") == "Edit a copy of Full").Click();

        page.FindAll(".recipe-editor .option-form")[1].QuerySelector("input")!.Change("2");
        page.FindAll(".recipe-editor button").First(button => button.TextContent == "Save this recipe").Click();

        var made = Submit(page).Mitigation!.Recipes[^1];
        Assert.Equal(("full-2", "full", 2.0), (made.Name, made.Base, made.Options["budget"].GetDouble()));
        Assert.Contains(_recipes.List(), recipe => recipe.Name == "full-2");
    }

    [Fact]
    public async Task What_the_store_of_recipes_refuses_stands_at_its_field()
    {
        await using var context = Context();
        _recipes.Faults = [new SpecFault("name", "Taken.")];
        var page = Open(context);
        page.FindAll(".recipes button").First(button => button.GetAttribute("aria-label") == "Edit a copy of Full").Click();

        page.FindAll(".recipe-editor button").First(button => button.TextContent == "Save this recipe").Click();

        Assert.Equal("Taken.", page.Find(".recipe-editor .has-fault .fault-line").TextContent);
    }

    [Fact]
    public async Task Recipes_are_pasted_one_or_many()
    {
        await using var context = Context();
        var page = Open(context);
        Paste(page, """{ "name": "one", "base": "full" }""");
        Paste(page, """[{ "name": "two", "base": "baseline" }, { "name": "three", "base": "baseline" }]""");
        Assert.Equal(["one", "two", "three"], Submit(page).Mitigation!.Recipes.Skip(3).Select(recipe => recipe.Name));

        Paste(page, """{ "nam": "four" }""");
        Assert.NotEmpty(page.FindAll(".fault-line"));
    }

    [Fact]
    public async Task Budget_controls_evidence_and_teacher_land_in_the_spec()
    {
        await using var context = Context();
        var page = Open(context);
        Chip(page, "The paper's · 1,000").Click();
        Field(page, "Repeats").Change("5");
        Field(page, "Random control").Change(false);
        Field(page, "Full data").Change(true);
        Field(page, "Full data epochs").Change("7");
        Field(page, "Stored weights").Change("teacher.safetensors");
        Field(page, "Points of each curve").Change("33");
        Field(page, "Validation images").Change("200");
        Field(page, "Sub-networks").Change("0");
        Field(page, "Largest Hessian eigenvalue").Change(true);
        Field(page, "Seed").Change("3");
        Field(page, "Another network than the training network teaches").Change(true);

        var spec = Submit(page);
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
        _runs.Faults = _ =>
        [
            new SpecFault("mitigation.set.run", "Name a run."), new SpecFault("mitigation.networks", "Too few."),
                new SpecFault("mitigation.networks[0].name", "Odd."),
            new SpecFault("mitigation.recipes", "Too many."), new SpecFault("mitigation.baseEpochs", "Too short."),
                new SpecFault("mitigation.evidence.points", "Too dense."),
            new SpecFault("mitigation.teacher.checkpoint", "Not found."),
        ];
        await using var context = Context();
        var page = Open(context);

        page.FindAll(".start-bar button")[0].Click();

        foreach (var fault in _runs.Faults(new RunSpec()))
        {
            Assert.Contains(page.FindAll(".form-sections .fault-line"), line => line.TextContent == fault.Message);
            Assert.Contains(page.FindAll(".faults li"), line => line.TextContent.Contains(fault.Message, StringComparison.Ordinal));
        }

        Assert.Empty(_runs.Submitted);
    }

    [Fact]
    public async Task A_batch_is_cloned_whole()
    {
        var batch = Lab.Spec(repeats: 4) with { Name = "Old", Seed = 8 };
        _runs.Specs[Pages.Id(3)] = batch;
        await using var context = Context();

        Assert.Equal(Text(batch), Text(Submit(Open(context, $"?clone={Pages.Id(3)}"))));
    }

    [Fact]
    public async Task Json_without_a_batch_is_refused()
    {
        await using var context = Context();
        var page = Open(context);
        page.FindAll(".toggle button")[1].Click();
        page.Find("#spec-json").Input("""{ "name": "A distillation" }""");

        page.FindAll(".start-bar button")[0].Click();

        Assert.Contains("no batch", page.Find(".fault-line").TextContent, StringComparison.Ordinal);
        Assert.Empty(_runs.Submitted);
    }

    [Fact]
    public async Task What_was_typed_outlives_a_filter_of_the_list()
    {
        await using var context = Context();
        var page = Open(context, $"?run={Pages.Id(1)}");
        Field(page, "Repeats").Change("6");

        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"mitigate?run={Pages.Id(1)}&q=x");

        Assert.Equal(6, Submit(page).Mitigation!.Repeats);
    }

    private BunitContext Context()
    {
        var context = Pages.Context(_runs);
        context.Services.AddSingleton<ISets>(_sets);
        context.Services.AddSingleton<IRecipes>(_recipes);
        return context;
    }

    private static IRenderedComponent<MitigatePage> Open(BunitContext context, string query = "")
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("mitigate" + query);
        return context.Render<MitigatePage>();
    }

    private RunSpec Submit(IRenderedComponent<MitigatePage> page)
    {
        page.FindAll(".start-bar button")[0].Click();
        return _runs.Submitted[^1];
    }

    private static AngleSharp.Dom.IElement Chip(IRenderedComponent<MitigatePage> page, string text) =>
        page.FindAll(".chip-button").First(chip =>
            string.Join(' ', chip.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) == text);

    private static AngleSharp.Dom.IElement Field(IRenderedComponent<MitigatePage> page, string title)
    {
        var label = page.FindAll("label").First(candidate => candidate.TextContent.Trim() == title);
        return label.QuerySelector("input") ?? page.Find("#" + label.GetAttribute("for"));
    }

    private static void Paste(IRenderedComponent<MitigatePage> page, string json)
    {
        page.Find("#recipe-paste").Change(json);
        page.FindAll("button").First(button => button.TextContent.Trim() == "Add to the batch").Click();
    }

    private static string Text(RunSpec spec) => JsonSerializer.Serialize(spec, ContractsJson.Default.RunSpec);
}
