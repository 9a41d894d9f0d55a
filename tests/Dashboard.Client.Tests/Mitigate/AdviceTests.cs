using System.Globalization;
using System.Resources;
using Contracts;
using Dashboard.Client.Features.Mitigate;
using static Dashboard.Client.Tests.Mitigate.Lab;

namespace Dashboard.Client.Tests.Mitigate;

public sealed class AdviceTests
{
    private static readonly ResourceManager Words = new("Dashboard.Client.Resources.Strings", typeof(Strings).Assembly);

    public AdviceTests() => CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

    [Fact]
    public void Without_a_comparison_there_is_nothing_to_say()
    {
        Assert.StartsWith("Nothing to say yet", Say(Spec(), Trained("convnet", "baseline", 0.6), Trained("resnet-18", "baseline",
            0.4))[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_names_recipe_share_network_gain_interval_and_cost()
    {
        var said = Say(
            Spec(repeats: 3), [.. Enumerable.Range(0, 3).SelectMany(repeat => new[]
            {
                Trained("convnet", "baseline", 0.6, repeat), Trained("resnet-18", "baseline", 0.4, repeat),
                Trained("resnet-18", "full", 0.56 + 0.01 * repeat, repeat, flops: 4.3),
            })]);

        Assert.Equal("Full, chosen by the test images for want of validation, closes 85 % of the gap of ResNet-18: +17.0 points (95 % interval +14.5 to +19.5) "
            + "to 57.0 ± 0.8 % test accuracy, for 4.3 times the training cost.", said[0]);
        Assert.DoesNotContain(said, line => line.Contains("chance", StringComparison.Ordinal));
    }

    [Fact]
    public void An_interval_with_zero_is_told()
    {
        var said = Say(
            Spec(repeats: 2), Trained("convnet", "baseline", 0.6), Trained("convnet", "baseline", 0.6, 1), Trained("resnet-18",
                "baseline", 0.4),
            Trained("resnet-18", "baseline", 0.4, 1), Trained("resnet-18", "full", 0.41), Trained("resnet-18", "full", 0.5, 1));

        Assert.Contains("The interval of this gain includes 0: it may be chance. More repeats would tell.", said);
    }

    [Fact]
    public void A_single_repeat_is_no_ground_for_a_decision()
    {
        var said = Say(Spec(), Trained("convnet", "baseline", 0.6), Trained("resnet-18", "baseline", 0.4), Trained("resnet-18", "full",
            0.5));

        Assert.StartsWith("Full, chosen by the test images for want of validation, closes 50 % of the gap of ResNet-18: +10.0 points in a single repeat to 50.0 %", said[0], StringComparison.Ordinal);
        Assert.Contains("One repeat tells nothing about chance: repeat before you decide.", said);
    }

    [Fact]
    public void Where_no_recipe_helps_it_is_said()
    {
        var said = Say(Spec(), Trained("convnet", "baseline", 0.6), Trained("resnet-18", "baseline", 0.4), Trained("resnet-18", "full",
            0.38));

        Assert.Equal("No recipe beats the baseline on ResNet-18: the best on the test images (there is no validation), Full, changes it by −2.0 points, "
            + "to 38.0 % test accuracy.", said[0]);
    }

    [Fact]
    public void Validation_chooses_the_recipe_and_a_test_accuracy_that_says_otherwise_is_told()
    {
        var said = Say(Spec(), Trained("convnet", "baseline", 0.6, validation: 0.6), Trained("resnet-18", "baseline", 0.4, validation: 0.4),
            Trained("resnet-18", "baseline-equal-budget", 0.5, validation: 0.52), Trained("resnet-18", "full", 0.55, validation: 0.51));

        Assert.StartsWith(
            "Baseline at equal budget, chosen by validation, closes 50 % of the gap of ResNet-18: +10.0 points in a single repeat to 50.0 % test",
            said[0], StringComparison.Ordinal);
        Assert.Contains(
            "On the test images Full does better on ResNet-18 than what validation chose: 55.0 against 50.0 %. Test images must not choose.", said);
    }

    [Fact]
    public void Where_validation_and_test_agree_nothing_is_said_of_it()
    {
        var said = Say(Spec(), Trained("convnet", "baseline", 0.6, validation: 0.6), Trained("resnet-18", "baseline", 0.4, validation: 0.4),
            Trained("resnet-18", "baseline-equal-budget", 0.45, validation: 0.5), Trained("resnet-18", "full", 0.55, validation: 0.6));

        Assert.StartsWith("Full, chosen by validation, closes 75 %", said[0], StringComparison.Ordinal);
        Assert.DoesNotContain(said, line => line.Contains("must not choose", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.3, 0.55, "By validation no recipe beats the baseline on ResNet-18, which has 40.0 % test accuracy.")]
    [InlineData(0.5, 0.35, "No gain on ResNet-18: the recipe that validation chose, Full, changes the baseline by −5.0 points, to 35.0 % test accuracy.")]
    public void Validation_may_find_no_gain(double validation, double test, string sentence) => Assert.Equal(sentence, Say(
        Spec(), Trained("convnet", "baseline", 0.6, validation: 0.6), Trained("resnet-18", "baseline", 0.4, validation: 0.4),
        Trained("resnet-18", "full", test, validation: validation))[0]);

    [Fact]
    public void A_teacher_that_is_no_test_network_is_no_networks_gap()
    {
        CellTrained[] cells = [Trained("convnet", "baseline", 0.6), Trained("mlp", "baseline", 0.1), Trained("mlp", "full", 0.2)];
        Assert.StartsWith("Nothing to say yet", Say(Spec(), cells)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_no_gap_it_is_said()
    {
        var said = Say(Spec(), Trained("convnet", "baseline", 0.6), Trained("resnet-18", "baseline", 0.7), Trained("resnet-18", "full",
            0.8));

        Assert.Equal("No test network falls short of ConvNet by the baseline: there is no gap to close on this set.", said[0]);
    }

    [Theory]
    [InlineData(0.30, "A random subset gains as much by Full (+10.0 points): the gain is the recipe's, not the set's.")]
    [InlineData(0.22, "By Full a random subset gains +2.0 points where the set gains +10.0.")]
    public void The_random_subset_tells_whose_gain_it_is(double random, string sentence) => Assert.Contains(sentence, Say(
        Spec(random: true), Trained("convnet", "baseline", 0.6), Trained("resnet-18", "baseline", 0.4), Trained("resnet-18", "full", 0.5),
        Trained("resnet-18", "baseline", 0.2, set: "random"), Trained("resnet-18", "full", random, set: "random")));

    [Fact]
    public void A_set_no_better_than_random_images_is_warned_of() =>
        Assert.Contains("By Full the set is no better for ResNet-18 than random images: 50.0 against 55.0 %.", Say(
        Spec(random: true), Trained("convnet", "baseline", 0.6), Trained("resnet-18", "baseline", 0.4), Trained("resnet-18", "full", 0.5),
        Trained("resnet-18", "baseline", 0.2, set: "random"), Trained("resnet-18", "full", 0.55, set: "random")));

    [Theory]
    [InlineData(0.49, "Most of the gain is longer training: the baseline at equal budget gains +9.0 of +10.0 points.")]
    [InlineData(0.42, "Longer training explains little: the baseline at equal budget gains +2.0 of +10.0 points.")]
    public void The_fair_baseline_tells_what_longer_training_does(double longer, string sentence) => Assert.Contains(sentence, Say(
        Spec(), Trained("convnet", "baseline", 0.6), Trained("resnet-18", "baseline", 0.4), Trained("resnet-18", "full", 0.5),
        Trained("resnet-18", "baseline-equal-budget", longer)));

    [Fact]
    public void A_cheaper_recipe_that_gains_almost_as_much_is_named() =>
        Assert.Contains("Baseline at equal budget gains almost as much on ResNet-18 (+9.0 points) for 2.0 times the training cost.", Say(
        Spec(), Trained("convnet", "baseline", 0.6), Trained("resnet-18", "baseline", 0.4), Trained("resnet-18", "full", 0.5, flops: 4),
        Trained("resnet-18", "baseline-equal-budget", 0.49, flops: 2)));

    [Fact]
    public void Under_training_is_told_where_it_is()
    {
        var said = Say(Spec(), Trained("convnet", "baseline", 0.6), Trained("resnet-18", "baseline", 0.4, train: 0.8),
            Trained("resnet-18", "full", 0.5, train: 0.95));

        Assert.Equal(
            "ResNet-18 by Baseline reaches only 80.0 % on its own training set: under-trained. Raise the base epochs.",
            Assert.Single(said, line => line.Contains("under-trained", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_network_without_units_is_known_by_its_missing_keep_rate()
    {
        CellTrained[] cells = [Trained("convnet", "baseline", 0.6), Trained("resnet-18", "full", 0.5), Trained("alexnet", "full", 0.5)];
        var measured = Series.Of(cells[1].Cell, Series.KeepRate);

        Assert.Contains("AlexNet has no unit for DropPath: only the other parts of a recipe act on it.", Say(Spec(), [measured], cells));
        Assert.DoesNotContain(Say(Spec(), cells), line => line.Contains("DropPath", StringComparison.Ordinal));
    }

    [Fact]
    public void A_batch_that_goes_on_says_so_last()
    {
        var all = MitigationPlan.Cells(Spec()).Select(cell => Trained(cell.Network, cell.Recipe, 0.5, cell.Repeat, cell.Set)).ToArray();

        Assert.Equal($"{all.Length - 1} of {all.Length} trainings are done: what is said here may change.", Say(Spec(), all[..^1])[^1]);
        Assert.DoesNotContain(Say(Spec(), all), line => line.Contains("are done", StringComparison.Ordinal));
    }

    private static List<string> Say(RunSpec spec, params CellTrained[] cells) => Say(spec, [], cells);

    /// <summary>The sentences in English; each must stand in both languages.</summary>
    private static List<string> Say(RunSpec spec, string[] measured, CellTrained[] cells) =>
        [.. Advice.Of(Table(cells), spec, Names, measured).Select(line =>
        {
            Assert.NotNull(Words.GetString(line.Key, CultureInfo.GetCultureInfo("ja")));
            Assert.NotNull(Words.GetString("advice-" + line.Mood, CultureInfo.InvariantCulture));
            return string.Format(CultureInfo.InvariantCulture, Words.GetString(line.Key, CultureInfo.InvariantCulture)!, line.Arguments);
        })];
}
