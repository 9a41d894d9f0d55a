namespace Contracts;

/// <summary>One training of a batch.</summary>
/// <param name="Network">Label of the network (<see cref="ComponentSpec.Label"/>).</param>
/// <param name="Recipe">Name of the recipe in the batch.</param>
/// <param name="Set">What it is trained on: "synthetic", "real" (a limited real subset), "random" or "full".</param>
/// <param name="Repeat">0, 1, …</param>
public sealed record Cell(string Network, string Recipe, string Set, int Repeat);

/// <summary>Which trainings a batch consists of, in which order: a pure function of the spec, for the engine and the pages alike.</summary>
public static class MitigationPlan
{
    /// <summary>Catalog name of the recipe that every gain is measured against.</summary>
    public const string Baseline = "baseline";

    /// <summary>The set of a batch.</summary>
    public const string Synthetic = "synthetic";

    /// <summary>A limited real subset as the set of a batch.</summary>
    public const string Real = "real";

    /// <summary>A real random subset of the same size.</summary>
    public const string Random = "random";

    /// <summary>The whole real set.</summary>
    public const string Full = "full";

    /// <summary>The value of a recipe's DropPath whose keep rate goes through three phases.</summary>
    public const string ThreePhase = "three-phase";

    // One for each period of the keep rate.
    private const int FewestWithPhases = 8;

    /// <summary>The recipes, with a baseline in front when none was named.</summary>
    public static IReadOnlyList<RecipeSpec> Recipes(MitigationSpec batch) =>
        batch.Recipes.Any(recipe => recipe.Component.Name == Baseline) ? batch.Recipes : [new RecipeSpec { Name = Baseline }, .. batch.Recipes];

    /// <summary>The recipe that gains are measured against, and by which yardstick and teacher are trained.</summary>
    public static RecipeSpec BaselineOf(MitigationSpec batch) => Recipes(batch).First(recipe => recipe.Component.Name == Baseline);

    /// <summary>How the set of a batch is told: "synthetic", or "real" for a limited real subset.</summary>
    public static string SetOf(MitigationSpec batch) => batch.Set.Source == Real ? Real : Synthetic;

    /// <summary>The teacher's network.</summary>
    public static ComponentSpec TeacherOf(RunSpec spec) => spec.Mitigation?.Teacher.Network ?? spec.TrainingNetwork;

    /// <summary>Every network of a batch, the yardstick first.</summary>
    public static IReadOnlyList<ComponentSpec> Networks(RunSpec spec) =>
        [.. (spec.Mitigation?.Networks ?? []).Prepend(spec.TrainingNetwork).DistinctBy(network => network.Label)];

    /// <summary>
    /// Every training: repeat by repeat, so that the whole matrix fills early; within a repeat the set first, then its random control; the
    /// yardstick and the teacher before their students; full data last.
    /// </summary>
    public static IReadOnlyList<Cell> Cells(RunSpec spec)
    {
        if (spec.Mitigation is not { } batch) return [];
        string[] sets = batch.RandomControl && SetOf(batch) != Real ? [SetOf(batch), Random] : [SetOf(batch)];
        var repeats = Enumerable.Range(0, batch.Repeats).ToList();
        var trained = from repeat in repeats from set in sets from cell in Cells(spec, batch, set, repeat) select cell;
        var full = from repeat in batch.FullData ? repeats : []
                   from network in Networks(spec)
                   select new Cell(network.Label, BaselineOf(batch).Name, Full, repeat);
        return [.. trained, .. full];
    }

    /// <summary>Epochs of a training on the set of a batch: its base epochs times the recipe's budget, and one for each period of DropPath.</summary>
    /// <param name="baseEpochs">Base epochs of the batch.</param>
    /// <param name="budget">The recipe's budget.</param>
    /// <param name="dropPath">The recipe's DropPath; "three-phase" has eight periods.</param>
    public static int Epochs(int baseEpochs, double budget, string dropPath) =>
        Math.Max(dropPath == ThreePhase ? FewestWithPhases : 1, (int)Math.Round(budget * baseEpochs));

    private static IEnumerable<Cell> Cells(RunSpec spec, MitigationSpec batch, string set, int repeat)
    {
        var baseline = BaselineOf(batch).Name;
        var first = new List<Cell> { new(spec.TrainingNetwork.Label, baseline, set, repeat) };
        if (batch.Teacher.Checkpoint is null) first.Add(new Cell(TeacherOf(spec).Label, baseline, set, repeat));
        var matrix = from network in batch.Networks from recipe in Recipes(batch) select new Cell(network.Label, recipe.Name, set, repeat);
        return first.Concat(matrix).Distinct();
    }
}
