using System.Text.Json;

namespace Contracts.Tests;

public sealed class SpecParametersTests
{
    private static readonly CatalogDescription Catalog = new(
        [Component("distribution-matching", ("imagesPerClass", 1), ("learningRate", 0.01)), Component("random", ("imagesPerClass", 1))],
        [Component("convnet", ("width", 128)), Component("mlp"), Component("resnet-10", ("width", 64))], [], [],
        [Component("baseline", ("budget", 1)), Component("full", ("budget", 4))]);

    [Fact]
    public void An_absent_option_and_one_at_its_default_are_alike()
    {
        var absent = new RunSpec();
        var written = new RunSpec { Method = Named("distribution-matching", ("learningRate", 1e-2)), TrainingNetwork = Named("convnet", ("width", 128)) };

        Assert.DoesNotContain(SpecParameters.Compare([absent, written], Catalog), parameter => parameter.Differs);
        Assert.Equal(new ParameterValue("0.01", true), Value(written, "method.options.learningRate"));
    }

    [Fact]
    public void Seed_and_one_option_are_all_that_differs()
    {
        var one = new RunSpec { Name = "One", Notes = "Notes are no parameters." };
        var other = new RunSpec { Name = "Other", Seed = 7, Method = Named("distribution-matching", ("imagesPerClass", 10)) };

        var rows = SpecParameters.Compare([one, other], Catalog);

        Assert.Equal(["method.options.imagesPerClass", "seed"], rows.Where(row => row.Differs).Select(row => row.Name));
        Assert.Equal([new("1", true), new ParameterValue("10", false)], rows.Single(row => row.Name == "method.options.imagesPerClass").Values);
        Assert.DoesNotContain(rows, row => row.Name is "name" or "notes");
        Assert.True(rows.Count > 20, $"{rows.Count} rows");
    }

    [Fact]
    public void An_option_that_a_method_has_not_is_absent()
    {
        var rows = SpecParameters.Compare([new RunSpec(), new RunSpec { Method = Named("random") }], Catalog);

        var row = rows.Single(row => row.Name == "method.options.learningRate");
        Assert.True(row.Differs);
        Assert.Null(row.Values[1]);
        Assert.Equal([true, false], rows.Single(named => named.Name == "method.name").Values.Select(value => value!.IsDefault));
    }

    [Fact]
    public void Test_networks_are_one_parameter_whatever_their_order_and_their_written_defaults()
    {
        RunSpec Judged(params ComponentSpec[] networks) => new() { Evaluation = new EvaluationSpec { Networks = networks } };
        var one = Judged(Named("mlp"), Named("resnet-10", ("width", 16)));
        var other = Judged(Named("resnet-10", ("width", 16.0)), Named("mlp"));

        Assert.DoesNotContain(SpecParameters.Compare([one, other], Catalog), parameter => parameter.Differs);
        Assert.Equal("mlp, resnet-10 (width 16)", Value(one, "evaluation.networks").Text);
        Assert.Equal("resnet-10", Value(Judged(Named("resnet-10", ("width", 64))), "evaluation.networks").Text);
    }

    [Fact]
    public void A_batch_tells_each_recipe_and_neither_method_nor_evaluation()
    {
        var batch = new RunSpec
        {
            Mitigation = new MitigationSpec
            {
                Networks = [Named("mlp")],
                Recipes = [new RecipeSpec { Name = "half", Base = "full", Options = Options(("budget", 2)) }],
            },
        };

        var names = SpecParameters.Of(batch, Catalog).Select(parameter => parameter.Key).ToList();

        Assert.Equal(new ParameterValue("2", false), Value(batch, "mitigation.recipes.half.budget"));
        Assert.Equal("full", Value(batch, "mitigation.recipes.half.base").Text);
        Assert.Equal(new ParameterValue("1000", true), Value(batch, "mitigation.baseEpochs"));
        Assert.DoesNotContain(names, name => name.StartsWith("method", StringComparison.Ordinal) || name.StartsWith("evaluation", StringComparison.Ordinal));
        Assert.Equal(names.Distinct(), names);
    }

    [Theory]
    [InlineData(0.00001, "0.00001")]
    [InlineData(1000.0, "1000")]
    [InlineData(1e30, "1E+30")]
    [InlineData(true, "true")]
    [InlineData("a b", "a b")]
    public void A_value_is_written_in_one_way(object value, string text) =>
        Assert.Equal(text, Value(new RunSpec { Method = Named("own", ("option", value)) }, "method.options.option").Text);

    private static ParameterValue Value(RunSpec spec, string name) =>
        SpecParameters.Of(spec, Catalog).Single(parameter => parameter.Key == name).Value;

    private static ComponentSpec Named(string name, params (string Name, object Value)[] options) => new() { Name = name, Options = Options(options) };

    private static Dictionary<string, JsonElement> Options(params (string Name, object Value)[] options) =>
        options.ToDictionary(option => option.Name, option => JsonSerializer.SerializeToElement(option.Value));

    private static ComponentDescriptor Component(string name, params (string Name, object Default)[] options) => new(name, name, "", "",
        [.. options.Select(option => new OptionField(option.Name, option.Name, OptionKind.Number, JsonSerializer.SerializeToElement(option.Default), "", null, null, []))]);
}
