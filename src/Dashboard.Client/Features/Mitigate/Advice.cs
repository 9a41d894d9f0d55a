using System.Globalization;
using Contracts;
using Dashboard.Client.Layout;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>What the numbers of a batch say, in plain sentences: the first one is the answer, the others qualify it.</summary>
internal sealed class Advice
{
    /// <summary>The sentence of a batch that goes on: it stands last, and wherever the first one stands alone.</summary>
    public const string Unfinished = "{0} of {1} trainings are done: what is said here may change.";

    // The answer, by what chose the recipe and by what is known of chance.
    private const string ByValidation = "{0}, chosen by validation, closes {1} % of the gap of {2}: ";
    private const string ByTest = "{0}, chosen by the test images for want of validation, closes {1} % of the gap of {2}: ";
    private const string Interval = "{3} points (95 % interval {4} to {5}) to {6} % test accuracy, for {7} times the training cost.";
    private const string Once = "{3} points in a single repeat to {4} % test accuracy, for {5} times the training cost.";

    private const string NoGain =
        "No gain on {0}: the recipe that validation chose, {1}, changes the baseline by {2} points, to {3} % test accuracy.";

    private const string NoGainByTest = "No recipe beats the baseline on {0}: the best on the test images (there is no validation), {1}, "
        + "changes it by {2} points, to {3} % test accuracy.";

    private const double AlmostAll = 0.8;       // share of a gain that counts as "as much"
    private const double Fitted = 0.9;          // train accuracy below this is under-training
    private const double MuchCheaper = 0.75;
    private const int MostUnderTrained = 3;
    private readonly MitigationTable _table;
    private readonly RunSpec _spec;
    private readonly MitigationSpec _batch;
    private readonly LabNames _names;
    private readonly IReadOnlyCollection<string> _measured;
    private readonly List<AdviceLine> _lines = [];

    private Advice(MitigationTable table, RunSpec spec, LabNames names, IReadOnlyCollection<string> measured) =>
        (_table, _spec, _batch, _names, _measured) = (table, spec, spec.Mitigation ?? new MitigationSpec(), names, measured);

    /// <summary>Every sentence that is true of a table.</summary>
    /// <param name="table">The finished trainings.</param>
    /// <param name="spec">The batch.</param>
    /// <param name="names">What people call networks and recipes.</param>
    /// <param name="measured">Names of the measured series.</param>
    public static IReadOnlyList<AdviceLine> Of(MitigationTable table, RunSpec spec, LabNames names, IReadOnlyCollection<string> measured) =>
        new Advice(table, spec, names, measured).Lines();

    private List<AdviceLine> Lines()
    {
        if (Focus() is { } focus) Answer(focus);
        Repeats();
        UnderTrained();
        WithoutUnits();
        StillGoing();
        return _lines;
    }

    /// <summary>The test network that falls furthest short by the baseline, among those that another recipe has trained too.</summary>
    private string? Focus()
    {
        var compared = _table.TestNetworks.Where(network => network != _spec.TrainingNetwork.Label && Others(network).Count > 0).ToList();
        if (_table.Yardstick is null || compared.Count == 0)
        {
            Tell("note", "Nothing to say yet: the training network, and a test network by the baseline and by one more recipe, come first.");
            return null;
        }

        var worst = compared.MaxBy(network => Baseline(network).Gap)!;
        if (Baseline(worst).Gap > 0) return worst;
        Tell("good", "No test network falls short of {0} by the baseline: there is no gap to close on this set.",
            Network(_spec.TrainingNetwork.Label));
        return null;
    }

    /// <summary>The recipe that validation chose; by the test images only where there is nothing else, and then it is said.</summary>
    private void Answer(string network)
    {
        var others = Others(network);
        var first = others.MaxBy(entry => entry.Score!.Mean)!;
        if (_table.ChosenBy(network) is not { } chosen)
        {
            Answer(network, first, byValidation: false);
            return;
        }

        if (others.FirstOrDefault(entry => entry.Recipe == chosen) is { } best) Answer(network, best, byValidation: true);
        else if (chosen == _table.Baseline)
            Tell("warning", "By validation no recipe beats the baseline on {0}, which has {1} % test accuracy.", Network(network), Test(Baseline(network)));
        if (first.Recipe == chosen || first.Score!.Mean <= _table.Entry(network, chosen).Score!.Mean) return;
        Tell("note", "On the test images {0} does better on {1} than what validation chose: {2} against {3} %. Test images must not choose.",
            Recipe(first), Network(network), Test(first), Test(_table.Entry(network, chosen)));
    }

    private void Answer(string network, MitigationEntry best, bool byValidation)
    {
        var gain = best.Gain!;
        if (gain.Mean <= 0)
        {
            Tell("warning", byValidation ? NoGain : NoGainByTest, Network(network), Recipe(best), Points(gain.Mean), Test(best));
            return;
        }

        var (share, cost) = (Whole(best.ClosedShare ?? 0), Times(best, network));
        if (gain is { Lower: { } low, Upper: { } high })
        {
            Tell("good", (byValidation ? ByValidation : ByTest) + Interval,
                Recipe(best), share, Network(network), Points(gain.Mean), Points(low), Points(high), Test(best), cost);
            if (low <= 0) Tell("warning", "The interval of this gain includes 0: it may be chance. More repeats would tell.");
        }
        else
        {
            Tell("good", (byValidation ? ByValidation : ByTest) + Once,
                Recipe(best), share, Network(network), Points(gain.Mean), Test(best), cost);
        }

        Cheaper(network, best);
        Parts(network);
        AgainstRandom(network, best);
        EqualBudget(network, best);
        Worst(best);
    }

    private void Cheaper(string network, MitigationEntry best)
    {
        var cheaper = Others(network).Where(entry => entry.Recipe != best.Recipe && entry.Gain!.Mean >= AlmostAll * best.Gain!.Mean)
            .Where(entry => entry.Flops <= MuchCheaper * best.Flops).MinBy(entry => entry.Flops);
        if (cheaper is null) return;
        Tell("note", "{0} gains almost as much on {1} ({2} points) for {3} times the training cost.",
            Recipe(cheaper), Network(network), Points(cheaper.Gain!.Mean), Times(cheaper, network));
    }

    private void Parts(string network)
    {
        var gains = new[] { "without-kd", "without-drop-path", "without-drop-path-and-kd" }
            .Select(name => Others(network).FirstOrDefault(entry => Base(entry.Recipe) == name)?.Gain?.Mean).ToList();
        if (gains is not [{ } withoutTeacher, { } withoutDropPath, { } withoutBoth]) return;
        Tell("note", "Parts of it on {0}: without the teacher {1} points, without DropPath {2}, without both {3}.",
            Network(network), Points(withoutTeacher), Points(withoutDropPath), Points(withoutBoth));
    }

    private void AgainstRandom(string network, MitigationEntry best)
    {
        if (best.Random is not { } random || Baseline(network).Random is not { } before) return;
        var gain = random.Mean - before.Mean;
        if (gain >= AlmostAll * best.Gain!.Mean)
        {
            Tell("note", "A random subset gains as much by {0} ({1} points): the gain is the recipe's, not the set's.",
                Recipe(best), Points(gain));
        }
        else
        {
            Tell("note", "By {0} a random subset gains {1} points where the set gains {2}.",
                Recipe(best), Points(gain), Points(best.Gain.Mean));
        }

        if (best.Score!.Mean > random.Mean) return;
        Tell("warning", "By {0} the set is no better for {1} than random images: {2} against {3} %.",
            Recipe(best), Network(network), Say.Accuracy(best.Score), Say.Accuracy(random));
    }

    private void EqualBudget(string network, MitigationEntry best)
    {
        if (Base(best.Recipe) == "baseline-equal-budget") return;
        if (Others(network).FirstOrDefault(entry => Base(entry.Recipe) == "baseline-equal-budget")?.Gain is not { } longer) return;
        if (longer.Mean >= AlmostAll * best.Gain!.Mean)
            Tell("warning", "Most of the gain is longer training: the baseline at equal budget gains {0} of {1} points.",
                Points(longer.Mean), Points(best.Gain.Mean));
        else
            Tell("note", "Longer training explains little: the baseline at equal budget gains {0} of {1} points.",
                Points(longer.Mean), Points(best.Gain.Mean));
    }

    private void Worst(MitigationEntry best)
    {
        if (_table.Worst(best.Recipe) is not { } worst || _table.Yardstick is not { } yardstick
            || worst.Score.Mean >= yardstick.Mean) return;
        Tell("note", "{0} stays the worst network by {1}: {2} %, {3} points below {4}.",
            Network(worst.Network), Recipe(best), Percent(worst.Score.Mean), Percent(yardstick.Mean - worst.Score.Mean),
                Network(_spec.TrainingNetwork.Label));
    }

    private void Repeats()
    {
        if (_batch.Repeats == 1 && _table.Recipes.Count > 0)
            Tell("warning", "One repeat tells nothing about chance: repeat before you decide.");
    }

    private void UnderTrained()
    {
        var under = from network in _table.Networks
                    from recipe in _table.Recipes
                    let entry = _table.Entry(network, recipe)
                    where entry.TrainAccuracy < Fitted
                    orderby entry.TrainAccuracy
                    select entry;
        foreach (var entry in under.Take(MostUnderTrained))
        {
            Tell("warning", "{0} by {1} reaches only {2} % on its own training set: under-trained. Raise the base epochs.",
                Network(entry.Network), Recipe(entry), Percent(entry.TrainAccuracy!.Value));
        }
    }

    /// <summary>Networks whose trainings by a recipe with DropPath measured no keep rate, where others did: they have nothing to drop.</summary>
    private void WithoutUnits()
    {
        var dropping = MitigationPlan.Recipes(_batch).Where(recipe => _names.Option(recipe, "dropPath")?.ToString() is not (null or "none"));
        var cells = from recipe in dropping
                    from network in _table.Networks
                    from trained in _table.Trained(network, recipe.Name, _table.Set)
                    select trained.Cell;
        var byDrop = cells.ToLookup(cell => _measured.Contains(Series.Of(cell, Series.KeepRate)), cell => cell.Network);
        if (!byDrop[true].Any()) return;
        foreach (var network in byDrop[false].Distinct().Except(byDrop[true]))
            Tell("note", "{0} has no unit for DropPath: only the other parts of a recipe act on it.", Network(network));
    }

    private void StillGoing()
    {
        var done = _table.Networks.Sum(network => _table.Recipes.Sum(recipe => Done(network, recipe)));
        var total = MitigationPlan.Cells(_spec).Count;
        if (done < total) Tell("note", Unfinished, done, total);
    }

    private int Done(string network, string recipe) =>
        new[] { _table.Set, MitigationPlan.Random, MitigationPlan.Full }.Sum(set => _table.Trained(network, recipe, set).Count);

    private MitigationEntry Baseline(string network) => _table.Entry(network, _table.Baseline);

    /// <summary>A network by every recipe but the baseline, as far as each can be compared with it.</summary>
    private List<MitigationEntry> Others(string network) => [.. _table.Recipes.Where(recipe => recipe != _table.Baseline)
        .Select(recipe => _table.Entry(network, recipe)).Where(entry => entry is { Score: not null, Gain: not null })];

    private string Base(string recipe) => _batch.Recipes.FirstOrDefault(known => known.Name == recipe)?.Component.Name ?? recipe;

    private string Times(MitigationEntry entry, string network) => Baseline(network).Flops is > 0 and var before
        ? (entry.Flops / before).ToString("0.0", CultureInfo.CurrentCulture)
        : Say.Nothing;

    private string Network(string label) => _names.Network(label);

    private string Recipe(MitigationEntry entry) => _names.Recipe(entry.Recipe);

    private static string Test(MitigationEntry entry) => Say.Accuracy(entry.Score);

    private static string Points(double difference) => Say.Points(difference);

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.CurrentCulture);

    private static string Whole(double share) => (share * 100).ToString("0", CultureInfo.CurrentCulture);

    private void Tell(string mood, string sentence, params object[] arguments) => _lines.Add(new AdviceLine(mood, sentence, arguments));
}
