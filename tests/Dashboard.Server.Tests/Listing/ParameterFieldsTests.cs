using System.Text.Json;
using Contracts;
using Dashboard.Server.Listing;
using Dashboard.Server.Runs;
using Dashboard.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Server.Tests.Listing;

public sealed class ParameterFieldsTests
{
    private static readonly CatalogDescription Catalog = new(
        [Component("distribution-matching", ("iterations", 1000))], [Component("convnet", ("width", 128))], [], [], [Component("full", ("budget", 4))]);

    private readonly ParameterFields _fields = new(() => Catalog);

    [Fact]
    public void A_spec_is_told_with_the_defaults_that_it_leaves_out()
    {
        var told = Of(new RunSpec { Seed = 7 });
        Assert.Equal((7, 1000, 128), (told.Find("seed").Number, told.Find("method.options.iterations").Number, told.Find("trainingNetwork.options.width").Number));
        Assert.Equal(("demo", 1000), (told.Find("data.name").Text, told.Find("evaluation.epochs").Number));
        Assert.True(told.Find("name").IsNull);
        Assert.Equal(told.Names.Order(StringComparer.Ordinal), told.Names);
        Assert.Equal(FieldKind.Number, _fields.Find("evaluation.epochs")!.Kind);
    }

    /// <summary>The first of two alike is taken apart, the second is not.</summary>
    [Fact]
    public void Runs_that_repeat_each_other_tell_the_same_whoever_comes_first()
    {
        var (first, second) = (Of(new RunSpec { Seed = 1 }), Of(new RunSpec { Seed = 2 }));
        Assert.Same(first.Names, second.Names);
        Assert.Equal([1.0, 2.0], new[] { first, second }.Select(told => told.Find("seed").Number!.Value));
        Assert.Equal(first.Values.Where((_, i) => first.Names[i] != "seed"), second.Values.Where((_, i) => second.Names[i] != "seed"));
    }

    [Fact]
    public void What_an_older_version_did_not_write_has_its_default()
    {
        var told = _fields.Of("""{"name":"Old","method":{"name":"distribution-matching","options":{"iterations":5}},"evaluation":{"networks":[],"repeats":2}}""");
        Assert.Equal((5, 2, 1000), (told.Find("method.options.iterations").Number, told.Find("evaluation.repeats").Number, told.Find("evaluation.epochs").Number));
        Assert.Equal(("auto", "convnet"), (told.Find("device").Text, told.Find("trainingNetwork.name").Text));
        Assert.Equal(Of(new RunSpec()).Names, told.Names);
    }

    [Fact]
    public void A_spec_that_this_version_cannot_read_has_no_parameters() => Assert.Same(FieldSet.None, _fields.Of("""{"data":{"unheard":1}}"""));

    [Fact]
    public void Batches_that_differ_only_in_an_option_of_a_recipe_are_two_configurations()
    {
        Assert.NotEqual(Mark(Batch(0, ("budget", 2))), Mark(Batch(0, ("budget", 3))));
        Assert.Equal(Mark(Batch(0, ("budget", 2))), Mark(Batch(1, ("budget", 2))));
        Assert.Equal(Mark(Batch(0, ("budget", 4))), Mark(Batch(0)));
        Assert.Equal(2, Of(Batch(0, ("budget", 2))).Find("mitigation.recipes.half.budget").Number);
    }

    /// <summary>A start that waits for ten thousand specs is a slow one; a name is called unknown only after all of them.</summary>
    [Fact]
    public void Specs_are_taken_apart_only_when_a_parameter_is_asked_for()
    {
        var described = 0;
        var index = new RunIndex([], new ParameterFields(() =>
        {
            described++;
            return Catalog;
        }), NullLogger<RunIndex>.Instance);
        for (var number = 1; number <= 3; number++)
        {
            var spec = new RunSpec { Seed = number };
            index.Add(new StoredRun(spec, RunState.Submitted(StoredRuns.Id(number), spec, StoredRuns.Start).Summary));
        }

        var table = new RunTable(index, new RunFields(index, TimeProvider.System), TimeProvider.System);
        Assert.Equal(3, table.Find(new RunQuery { Text = "data = demo", Sort = ["-created"] }).Total);
        Assert.Equal(0, described);
        Assert.Equal(1, table.Find(new RunQuery { Text = "seed = 2" }).Total);
        Assert.Equal(1, described);
    }

    private FieldSet Of(RunSpec spec) => _fields.Of(StoredRun.Serialize(spec));

    private string Mark(RunSpec spec)
    {
        var index = new RunIndex([], _fields, NullLogger<RunIndex>.Instance);
        index.Add(new StoredRun(spec, RunState.Submitted(StoredRuns.Id(1), spec, StoredRuns.Start).Summary));
        return Configuration.Of(index.Record(StoredRuns.Id(1))!);
    }

    private static RunSpec Batch(int seed, params (string Name, int Value)[] options) => new()
    {
        Seed = seed,
        Mitigation = new MitigationSpec
        {
            Recipes = [new RecipeSpec { Name = "half", Base = "full", Options = options.ToDictionary(option => option.Name, option => Json(option.Value)) }],
        },
    };

    private static JsonElement Json(int value) => JsonSerializer.SerializeToElement(value);

    private static ComponentDescriptor Component(string name, params (string Name, int Default)[] options) => new(name, name, "", "",
        [.. options.Select(option => new OptionField(option.Name, option.Name, OptionKind.Number, Json(option.Default), "", null, null, []))]);
}
