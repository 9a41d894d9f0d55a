using System.Globalization;
using Contracts;
using Engine.Data;
using Engine.Mitigation;
using Engine.Native;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Evaluation;

/// <summary>A batch of the mitigation lab: every cell of <see cref="MitigationPlan.Cells(RunSpec)"/> in turn; what an earlier attempt told is not repeated.</summary>
/// <param name="context">The run.</param>
/// <param name="real">The real set that judges.</param>
/// <param name="given">The set of the batch; null where it is a limited real subset.</param>
/// <param name="checkpoint">File of the teacher's given weights; null where the batch trains it.</param>
internal sealed class MitigationLab(RunContext context, ImageDataset real, SyntheticSet? given, string? checkpoint)
{
    private const double Learned = 0.9;
    private const double AboveChance = 1.5;

    private readonly RunSpec _spec = context.Spec;
    private readonly MitigationSpec _batch = context.Spec.Mitigation!;
    private readonly HashSet<(string Network, string Recipe)> _unskippable = [];

    /// <summary>Trains every cell.</summary>
    /// <exception cref="DataException">A class has too few real images for the control.</exception>
    public void Run()
    {
        var cells = MitigationPlan.Cells(_spec);
        if (given is not null && _batch.RandomControl) real.CheckImagesPerClass(given.ImagesOfClass);
        using var validation = ValidationImages();
        context.Tell(new PhaseStarted("mitigate", cells.Count));
        foreach (var group in cells.GroupBy(cell => (cell.Set, cell.Repeat)))
        {
            if (group.All(cell => context.History.Trained(cell) is not null)) continue;
            Train(group.Key.Set, group.Key.Repeat, [.. group], validation);
        }
    }

    /// <summary>The cells of one set and repeat: they share the drawn images and the teacher.</summary>
    private void Train(string set, int repeat, IReadOnlyList<Cell> cells, LabelledImages validation)
    {
        using var scope = NewDisposeScope();
        using var drawn = Draw(set, repeat);
        var data = drawn ?? given;
        var taught = new Cell(MitigationPlan.TeacherOf(_spec).Label, MitigationPlan.BaselineOf(_batch).Name, set, repeat);
        using var teacher = new Teacher(context, real, taught, RecipePlan.StyleOf(Recipe(taught)), checkpoint);
        foreach (var cell in cells)
        {
            if (context.History.Trained(cell) is not null) continue;
            if (set == MitigationPlan.Full) TrainOnAll(cell, validation);
            else Train(cell, data!, validation, teacher);
            HeapBound.ReturnFreeMemory();       // the next network's buffers have other sizes
        }
    }

    private void Train(Cell cell, SyntheticSet data, LabelledImages validation, Teacher teacher)
    {
        using var scope = NewDisposeScope();
        var plan = new RecipePlan(Recipe(cell), _batch.BaseEpochs, data.Count);
        using var training = new CellTraining(context, real, validation, cell);
        var network = training.NewNetwork(NetworkOf(cell), plan);
        var isTeacher = teacher.Is(cell);
        try
        {
            var taught = isTeacher ? null : teacher.Network();
            if (plan.NeedsTeacher && taught is null)
                throw new RunFault($"The teacher's training diverged, so {cell.Network} cannot be trained by {cell.Recipe}. Lower the learning rate of the baseline.");
            if (plan.DropsPaths && network.Units == 0 && _unskippable.Add((cell.Network, cell.Recipe)))
                context.Note($"{cell.Network} has no place for DropPath: {cell.Recipe} skips nothing in it.", "warning");
            var trained = training.Train(
                network, plan, data.Images, plan.Targets(data), data.Labels, taught, isTeacher ? teacher.Store : null);
            if (cell.Network == _spec.TrainingNetwork.Label && cell.Set == MitigationPlan.Synthetic) Doubt(trained);
            if (isTeacher && !trained.Diverged) teacher.Take(network);
        }
        finally
        {
            if (!teacher.Has(network)) network.Dispose();
        }
    }

    /// <summary>A network that learned its set and knows no real image saw another kind of images, or labels in another order.</summary>
    private void Doubt(CellTrained trained)
    {
        if (trained.TrainAccuracy < Learned || trained.Accuracy > AboveChance / real.Classes.Count) return;
        context.Note(string.Create(CultureInfo.InvariantCulture,
            $"{trained.Cell.Network} learned the set ({100 * trained.TrainAccuracy:F0} %) but recognises real images no better than by chance ({100 * trained.Accuracy:F1} %). ")
            + $"The set was probably made with other preprocessing than {real.Preprocessing.Name}, or its labels are in another order of classes.", "warning");
    }

    private void TrainOnAll(Cell cell, LabelledImages validation)
    {
        var plan = new RecipePlan(Recipe(cell) with { Budget = 1, ScaleLearningRate = false }, _batch.FullDataEpochs, real.Train.Count);
        using var training = new CellTraining(context, real, validation, cell);
        using var network = training.NewNetwork(NetworkOf(cell), plan);
        training.Train(network, plan, real.Train.Images, real.Train.Labels, real.Train.Labels, null, null);
    }

    private RecipeOptions Recipe(Cell cell) => RecipeFamily.Options(MitigationPlan.Recipes(_batch).Single(recipe => recipe.Name == cell.Recipe));

    private ComponentSpec NetworkOf(Cell cell) =>
        MitigationPlan.Networks(_spec).Append(MitigationPlan.TeacherOf(_spec)).First(network => network.Label == cell.Network);

    /// <summary>Real images, drawn anew for each repeat; null for a set that is not drawn.</summary>
    private SyntheticSet? Draw(string set, int repeat)
    {
        if (set is not (MitigationPlan.Random or MitigationPlan.Real)) return null;
        using var random = context.Seeds.Generator("random-subset", repeat);
        return SyntheticSet.FromReal(real, given is null ? LimitedCounts() : given.ImagesOfClass, random);
    }

    /// <summary>Images of each class of a limited real subset.</summary>
    private IReadOnlyList<int> LimitedCounts() => [.. real.TrainIndices.Select(
        members => _batch.Set.ImagesPerClass > 0 ? _batch.Set.ImagesPerClass : Math.Max(1, (int)Math.Round(_batch.Set.Fraction * members.Length)))];

    /// <summary>At most so many validation images, taken class by class in turn.</summary>
    private LabelledImages ValidationImages()
    {
        using var scope = NewDisposeScope();
        var labels = real.Validation.Labels.cpu().data<long>().ToArray();
        var chosen = labels.Index().GroupBy(entry => entry.Item).SelectMany(group => group.Select((entry, turn) => (turn, entry.Item, entry.Index)))
            .Order().Take(_batch.Evidence.ValidationImages).Select(entry => (long)entry.Index).ToArray();
        var index = tensor(chosen, device: context.Device);
        return new LabelledImages(
            real.Validation.Images.index_select(0, index).DetachFromDisposeScope(),
            real.Validation.Labels.index_select(0, index).DetachFromDisposeScope());
    }
}
