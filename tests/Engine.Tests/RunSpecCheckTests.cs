using System.Text.Json;
using Contracts;

namespace Engine.Tests;

public class RunSpecCheckTests
{
    [Fact]
    public void Every_preset_can_be_run_as_it_is() =>
        Assert.All(Catalog.Describe().Presets, preset => Assert.Empty(RunSpecCheck.Faults(preset, new EngineSettings())));

    [Fact]
    public void The_demo_comes_first() => Assert.StartsWith("Demo", Catalog.Describe().Presets[0].Name, StringComparison.Ordinal);

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var spec = new RunSpec
        {
            Name = "",
            Data = new DataSpec { Name = "nowhere", Preprocessing = "wash", ValidationFraction = 0.9 },
            Method = new ComponentSpec { Name = "distribution-matching", Options = EngineRun.Options(("imagesPerClass", 0), ("speed", 1), ("initialization", "zero"), ("iterations", "many")) },
            TrainingNetwork = new ComponentSpec { Name = "brain" },
            Evaluation = new EvaluationSpec { Repeats = 0, Networks = [new ComponentSpec { Name = "resnet-18", Options = EngineRun.Options(("norm", true)) }] },
            Device = "tpu",
            ReportEvery = 0,
        };
        var paths = RunSpecCheck.Faults(spec, new EngineSettings()).Select(fault => fault.Path).Order(StringComparer.Ordinal);
        Assert.Equal(
        [
            "data.name", "data.preprocessing", "data.validationFraction", "device", "evaluation.networks[0].options.norm", "evaluation.repeats",
            "method.options.imagesPerClass", "method.options.initialization", "method.options.iterations", "method.options.speed", "name", "reportEvery",
            "trainingNetwork.name",
        ], paths);
    }

    [Fact]
    public void A_run_that_would_log_too_much_is_refused()
    {
        var spec = new RunSpec { Method = new ComponentSpec { Name = "distribution-matching", Options = EngineRun.Options(("iterations", 200_000)) }, SaveEvery = 1 };
        Assert.Equal("reportEvery", Assert.Single(RunSpecCheck.Faults(spec, new EngineSettings())).Path);
    }

    [Fact]
    public void Option_fields_tell_default_range_and_help()
    {
        var field = Catalog.Describe().Methods.Single(method => method.Name == "distribution-matching").Options.Single(option => option.Name == "realBatch");
        Assert.Equal((OptionKind.Integer, 1, 4096), (field.Kind, field.Minimum, field.Maximum));
        Assert.Equal(256, field.Default.GetInt32());
        Assert.NotEmpty(field.Help);
    }

    [Fact]
    public void Every_option_of_the_catalog_has_help_and_a_default_that_is_allowed()
    {
        var catalog = Catalog.Describe();
        Assert.All(catalog.Methods.Concat(catalog.Networks), component => Assert.All(component.Options, option =>
        {
            Assert.NotEmpty(option.Help);
            var spec = new ComponentSpec { Name = component.Name, Options = new Dictionary<string, JsonElement> { [option.Name] = option.Default } };
            Assert.Empty(Engine.Options.OptionFields.Faults(component.Options, spec, ""));
        }));
    }

    [Fact]
    public void A_network_that_no_memory_holds_is_refused_before_it_is_built()
    {
        var spec = new RunSpec { TrainingNetwork = new ComponentSpec { Name = "convnet", Options = EngineRun.Options(("width", 1024), ("depth", 6), ("doubling", true)) } };
        var fault = Assert.Single(Catalog.NetworkFaults(spec, new Engine.Numerics.ImageShape(3, 64, 64)));
        Assert.Contains("million parameters", fault.Message, StringComparison.Ordinal);
    }
}
