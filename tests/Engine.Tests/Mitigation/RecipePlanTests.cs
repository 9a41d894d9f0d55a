using System.Text.Json;
using Contracts;
using Engine.Data;
using Engine.Mitigation;
using Engine.Networks;
using Engine.Tests.Networks;
using Engine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Mitigation;

public sealed class RecipePlanTests : IDisposable
{
    private const double Max = 5e-5;

    private readonly DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData("baseline", 1000, "adamw", 5e-4, 1)]
    [InlineData("baseline-equal-budget", 4000, "adamw", 5e-4, 1)]
    [InlineData("without-drop-path-and-kd", 1000, "lion", 5e-5, 2)]
    [InlineData("without-drop-path", 1000, "lion", 5e-5, 2)]
    [InlineData("without-kd", 4000, "lion", 5e-5, 2)]
    [InlineData("full", 4000, "lion", 5e-5, 2)]
    public void Recipes_are_the_published_ones(string name, int epochs, string optimizer, double rate, int operations)
    {
        var options = Options(name);
        Assert.Equal((epochs, rate), (new RecipePlan(options, 1000, 100).Epochs, new RecipePlan(options, 1000, 100).HighestRate));
        Assert.Equal((optimizer, operations, 100), (options.Optimizer, options.OperationsPerBatch, options.BatchSize));
        Assert.Equal(name is "without-drop-path" or "full" ? 0.5 : 0, options.DistillationWeight);
        Assert.Equal((1.5, 0.3), (options.DistillationTemperature, options.LabelTemperature));
        var drops = name is "without-kd" or "full";
        Assert.Equal((drops ? "three-phase" : "none", drops), (options.DropPath, options.ImprovedShortcut));
        if (optimizer == "lion") Assert.Equal((0.95, 0.98, 5e-3), (options.Beta1, options.Beta2, options.WeightDecay));
        else Assert.Equal((0.9, 0.999, 5e-4), (options.Beta1, options.Beta2, options.WeightDecay));
    }

    [Theory]
    [InlineData(0, Max / 100)]
    [InlineData(49, Max / 2)]
    [InlineData(99, Max)]
    [InlineData(499, 0.58682408883 * Max)]
    [InlineData(500, Max / 100)]
    [InlineData(599, Max)]
    [InlineData(2999, 0.58682408883 * Max)]
    [InlineData(3000, Max / 100)]
    [InlineData(3099, Max)]
    [InlineData(3549, Max / 2)]
    [InlineData(3999, 0)]
    public void The_rate_of_the_full_recipe_restarts_with_the_keep_rate(int epoch, double expected) =>
        Assert.Equal(expected, Rate("full", 1000, epoch), 1e-14);

    [Theory]
    [InlineData(99, Max)]
    [InlineData(549, Max / 2)]
    [InlineData(999, 0)]
    public void Without_DropPath_the_rate_is_one_cycle_of_any_length(int epoch, double expected) =>
        Assert.Equal(expected, Rate("without-drop-path", 1000, epoch), 1e-14);

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    public void Every_restart_is_at_a_change_of_the_keep_rate_and_only_there(int stepsPerEpoch)
    {
        var plan = new RecipePlan(Options("full"), 1000, 100 * stepsPerEpoch);
        Assert.Equal(stepsPerEpoch, plan.StepsPerEpoch);
        for (var epoch = 1; epoch < plan.Epochs; epoch++)
        {
            var changed = plan.KeepRate(epoch, 8) != plan.KeepRate(epoch - 1, 8);
            var first = plan.LearningRate(new TrainingTime(epoch, 0, stepsPerEpoch));
            Assert.Equal(changed, Math.Abs(first - Max / (100 * stepsPerEpoch)) < 1e-12);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(103)]
    public void Budgets_of_any_length_end_at_rate_zero_and_rise_to_the_highest_once_in_phase_3(int epochs)
    {
        var plan = new RecipePlan(Options("full") with { Budget = 1, ScaleLearningRate = false }, epochs, 1000);
        Assert.Equal(epochs, plan.Epochs);
        Assert.Equal(0, plan.LearningRate(new TrainingTime(epochs - 1, 9, 10)), 1e-15);
        var last = Enumerable.Range(0, epochs).Where(epoch => plan.KeepRate(epoch, 8) == 0.8 && epoch >= epochs / 2)
            .SelectMany(epoch => Enumerable.Range(0, 10).Select(step => plan.LearningRate(new TrainingTime(epoch, step, 10)))).ToList();
        Assert.InRange(last.Max(), 0.95 * Max, Max);
        var top = last.IndexOf(last.Max());
        Assert.Equal(last.Take(top).Order(), last.Take(top));
        Assert.Equal(last.Skip(top).OrderDescending(), last.Skip(top));
    }

    [Theory]
    [InlineData("step", 0, 1)]
    [InlineData("step", 499, 1)]
    [InlineData("step", 500, 0.1)]
    [InlineData("step", 999, 0.1)]
    [InlineData("constant", 0, 1)]
    [InlineData("constant", 999, 1)]
    [InlineData("cosine", 99, 1)]
    [InlineData("cosine", 549, 0.5)]
    [InlineData("cosine", 999, 0)]
    public void Schedules_are_functions_of_time(string schedule, int epoch, double share)
    {
        var plan = new RecipePlan(new RecipeOptions { Schedule = schedule, LearningRate = 0.25 }, 1000, 100);
        Assert.Equal(0.25 * share, plan.LearningRate(new TrainingTime(epoch, 0, 1)), 1e-12);
    }

    [Theory]
    [InlineData(1000, 100, 1)]
    [InlineData(250, 100, 4)]
    [InlineData(250, 400, 1)]
    [InlineData(125, 101, 4)]
    [InlineData(100, 100, 10)]
    [InlineData(8, 100, 10)]
    [InlineData(100_000, 100, 1)]
    public void Short_budgets_raise_the_rate_as_much_as_they_are_shorter_up_to_tenfold(int baseEpochs, int images, double factor)
    {
        var options = Options("full");
        Assert.Equal(factor * Max, new RecipePlan(options, baseEpochs, images).HighestRate, 1e-12);
        Assert.Equal(Max, new RecipePlan(options with { ScaleLearningRate = false }, baseEpochs, images).HighestRate, 1e-18);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 1)]
    [InlineData(3, 0.01)]
    public void Only_phases_need_eight_epochs(int baseEpochs, double budget)
    {
        var options = new RecipeOptions { Budget = budget };
        Assert.Equal(budget < 1 ? 1 : baseEpochs, new RecipePlan(options, baseEpochs, 10).Epochs);
        Assert.Equal(8, new RecipePlan(options with { DropPath = "three-phase" }, baseEpochs, 10).Epochs);
    }

    [Fact]
    public void A_network_without_units_keeps_everything()
    {
        var plan = new RecipePlan(Options("full"), 1000, 10);
        Assert.Equal(1, plan.KeepRate(2999, units: 0));
        Assert.Equal(0.5, plan.KeepRate(2999, units: 2), 12);
        Assert.Equal(0.35, plan.KeepRate(2999, units: 16), 12);
        Assert.Equal(0.6, new RecipePlan(Options("full") with { KeepRateStep = 0.08 }, 1000, 10).KeepRate(2999, units: 16), 12);
        Assert.Equal(0.5, new RecipePlan(Options("constant-keep-rate"), 1000, 10).KeepRate(0, units: 8));
    }

    [Theory]
    [InlineData("alexnet", """{"width":8,"norm":"batch"}""")]
    [InlineData("alexnet", """{"width":8,"norm":"instance"}""")]
    [InlineData("resnet-10", """{"width":2,"norm":"instance"}""")]
    public void A_keep_rate_that_stays_1_trains_the_very_weights_of_no_DropPath(string name, string options)
    {
        var recipe = Options("without-drop-path-and-kd") with { LearningRate = 1e-3, Budget = 3.0 / 8 };
        using var without = Trained(name, options, recipe);
        using var one = Trained(name, options, recipe with { DropPath = "constant", FinalKeepRate = 1 });
        using var some = Trained(name, options, recipe with { DropPath = "constant", FinalKeepRate = 0.5 });
        Assert.All(without.Parameters.Zip(one.Parameters), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
        Assert.Contains(without.Parameters.Zip(some.Parameters), pair => !pair.First.equal(pair.Second).all().item<bool>());
    }

    [Fact]
    public void Label_smoothing_spreads_its_share_over_all_classes()
    {
        var objective = new RecipePlan(new RecipeOptions { LabelSmoothing = 0.1 }, 8, 2).For(0, null).Objective;
        var logits = tensor(new float[] { 2, 0, -1, 0.5f }, [1, 4]);
        var log = nn.functional.log_softmax(logits, 1);
        var smooth = tensor(new[] { 0.025f, 0.025f, 0.925f, 0.025f }, [1, 4]);
        var expected = -(smooth * log).sum().item<float>();
        Assert.Equal(expected, objective(logits, logits, tensor(new long[] { 2 })).item<float>(), 1e-5);
        Assert.Equal(expected, objective(logits, logits, tensor(new float[] { 0, 0, 1, 0 }, [1, 4])).item<float>(), 1e-5);
    }

    [Fact]
    public void A_recipe_with_knowledge_distillation_needs_a_teacher() =>
        Assert.Throws<ArgumentNullException>(() => new RecipePlan(Options("full"), 8, 2).For(8, null));

    public void Dispose() => _scope.Dispose();

    private static RecipeOptions Options(string recipe) => RecipeFamily.Options(new RecipeSpec { Name = recipe });

    private static double Rate(string recipe, int baseEpochs, int epoch) =>
        new RecipePlan(Options(recipe), baseEpochs, 100).LearningRate(new TrainingTime(epoch, 0, 1));

    private static Network Trained(string name, string options, RecipeOptions recipe)
    {
        using var scope = NewDisposeScope();
        var plan = new RecipePlan(recipe, 8, 6);
        using var random = new Generator(1, CPU);
        var network = Network.Create(NetworkCase.Spec(name, options), NetworkCase.Color32, 3, random, CPU, plan.Style);
        var labels = tensor(new long[] { 0, 1, 2, 0, 1, 2 });
        Trainer.Train(
            network, NetworkCase.Images(NetworkCase.Color32, 6), labels, plan.For(network.Units, null), new Random(1), new Random(2), () => { });
        return network;
    }
}
