using Contracts;

namespace Engine.Tests;

public sealed class MitigationCheckTests
{
    [Fact]
    public void Every_recipe_of_the_catalog_can_be_used_as_it_is() => Assert.All(Catalog.Describe().Recipes, recipe =>
    {
        Assert.Empty(MitigationCheck.RecipeFaults(new RecipeSpec { Name = recipe.Name }));
        Assert.Empty(MitigationCheck.RecipeFaults(
            new RecipeSpec { Name = "mine", Base = recipe.Name, Options = recipe.Options.ToDictionary(option => option.Name, option => option.Default) }));
    });

    [Fact]
    public void The_defaults_of_a_recipes_form_are_its_own_values()
    {
        var full = Catalog.Describe().Recipes.Single(recipe => recipe.Name == "full").Options.ToDictionary(option => option.Name, option => option.Default);
        Assert.Equal(("lion", "three-phase", 4, 0.5), (
            full["optimizer"].GetString(), full["dropPath"].GetString(), full["budget"].GetDouble(), full["distillationWeight"].GetDouble()));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var network = new ComponentSpec { Name = "mlp" };
        var spec = new RunSpec
        {
            Method = new ComponentSpec { Name = "random" },
            Evaluation = new EvaluationSpec { Repeats = 7 },
            Mitigation = new MitigationSpec
            {
                Set = new SetSpec { Source = "real", ImagesPerClass = 3, Fraction = double.NaN },
                Networks = [network, network, new ComponentSpec { Name = "brain" }],
                Recipes =
                [
                    new RecipeSpec { Name = "Full" }, new RecipeSpec { Name = "a", Base = "full", Options = EngineRun.Options(("finalKeepRate", 0), ("speed", 1)) },
                    new RecipeSpec { Name = "a", Base = "baseline", Options = EngineRun.Options(("augmentation", "flip"), ("operationsPerBatch", 2)) },
                    new RecipeSpec { Name = "dropout", Base = "full" },
                ],
                BaseEpochs = 7,
                Repeats = 0,
                Teacher = new TeacherSpec { Network = new ComponentSpec { Name = "brain" }, Checkpoint = "../secret.safetensors" },
                FullDataEpochs = 0,
                Evidence = new EvidenceSpec { Points = 1, ValidationImages = 9, SubNetworks = 65 },
            },
        };
        string[] expected =
        [
            "evaluation", "method", "mitigation.baseEpochs", "mitigation.evidence.points", "mitigation.evidence.subNetworks",
            "mitigation.evidence.validationImages", "mitigation.fullDataEpochs", "mitigation.networks", "mitigation.networks[2].name",
            "mitigation.recipes", "mitigation.recipes[0].base", "mitigation.recipes[0].name", "mitigation.recipes[1].options.finalKeepRate",
            "mitigation.recipes[1].options.speed", "mitigation.recipes[2].options.augmentation", "mitigation.recipes[3].name",
            "mitigation.repeats", "mitigation.set.fraction", "mitigation.teacher.checkpoint", "mitigation.teacher.network.name",
        ];
        var paths = RunSpecCheck.Faults(spec, new EngineSettings()).Select(fault => fault.Path).Order(StringComparer.Ordinal);
        Assert.Equal(expected, paths);
    }

    [Theory]
    [InlineData("run", "mitigation.set.run")]
    [InlineData("file", "mitigation.set.file")]
    [InlineData("real", "mitigation.set.imagesPerClass")]
    [InlineData("net", "mitigation.set.source")]
    public void A_set_must_be_named(string source, string path) =>
        Assert.Equal([path], Faults(batch => batch with { Set = new SetSpec { Source = source } }));

    [Theory]
    [InlineData("images.pt", null, "")]
    [InlineData("images.pt", "labels.PT", "")]
    [InlineData("set.npz", null, "")]
    [InlineData("teacher.safetensors", null, "mitigation.set.file")]
    [InlineData("images.pt", "set.npz", "mitigation.set.labels")]
    [InlineData("images.pt", "teacher.safetensors", "mitigation.set.labels")]
    [InlineData("set.npz", "labels.PT", "mitigation.set.labels")]
    [InlineData("absent.pt", "absent-too.pt", "mitigation.set.file mitigation.set.labels")]
    public void A_file_is_of_a_kind_that_can_be_read_as_what_it_is_named_for(string file, string? labels, string paths)
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-sets-").FullName;
        try
        {
            foreach (var name in new[] { "images.pt", "labels.PT", "set.npz", "teacher.safetensors" }) File.WriteAllBytes(Path.Combine(folder, name), [0]);
            var faults = Faults(
                batch => batch with { Set = new SetSpec { Source = "file", File = file, Labels = labels } }, new EngineSettings { SetFolders = [folder] });
            Assert.Equal(paths, string.Join(' ', faults));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_baseline_that_needs_a_teacher_is_refused()
    {
        var baseline = new RecipeSpec { Name = "mine", Base = "baseline", Options = EngineRun.Options(("distillationWeight", 0.5)) };
        Assert.Equal(["mitigation.recipes"], Faults(batch => batch with { Recipes = [baseline] }));
    }

    [Fact]
    public void A_batch_that_would_log_too_much_is_refused() =>
        Assert.Equal(["mitigation.evidence.points"], Faults(batch => batch with
        {
            Repeats = 100,
            Recipes = [.. batch.Recipes, new RecipeSpec { Name = "mixup" }],
            Evidence = new EvidenceSpec { Points = 200 },
        }));

    private static IEnumerable<string> Faults(Func<MitigationSpec, MitigationSpec> change, EngineSettings? settings = null)
    {
        var spec = EngineRun.Batch(new RecipeSpec { Name = "full" });
        return RunSpecCheck.Faults(spec with { Mitigation = change(spec.Mitigation!) }, settings ?? new EngineSettings()).Select(fault => fault.Path);
    }
}
