using Contracts;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>How much work a batch is, before it runs.</summary>
/// <param name="Trainings">Trainings in all.</param>
/// <param name="Epochs">Their epochs on the set, in all.</param>
/// <param name="FullEpochs">Their epochs on the whole real set, in all.</param>
internal sealed record BatchSize(int Trainings, long Epochs, long FullEpochs)
{
    /// <summary>The size of a spec without faults.</summary>
    public static BatchSize Of(RunSpec spec, LabNames names)
    {
        if (spec.Mitigation is not { } batch) return new BatchSize(0, 0, 0);
        var cells = MitigationPlan.Cells(spec);
        var epochs = MitigationPlan.Recipes(batch).ToDictionary(recipe => recipe.Name, recipe => EpochsOf(recipe, batch, names));
        var full = cells.Count(cell => cell.Set == MitigationPlan.Full);
        return new BatchSize(
            cells.Count, cells.Where(cell => cell.Set != MitigationPlan.Full).Sum(cell => (long)epochs[cell.Recipe]),
            (long)full * batch.FullDataEpochs);
    }

    /// <summary>Epochs of a training by a recipe on the set of the batch.</summary>
    public static int EpochsOf(RecipeSpec recipe, MitigationSpec batch, LabNames names) => MitigationPlan.Epochs(
        batch.BaseEpochs, names.Option(recipe, "budget")?.GetDouble() ?? 1, names.Option(recipe, "dropPath")?.GetString() ?? "");
}
