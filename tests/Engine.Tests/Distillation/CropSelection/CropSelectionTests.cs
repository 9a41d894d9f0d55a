using Contracts;
using Engine.Runs;

namespace Engine.Tests.Distillation.CropSelection;

public class CropSelectionTests
{
    [Fact]
    public void More_crops_of_more_candidates_are_easier()
    {
        using var few = new EngineRun().Execute(Spec(("candidates", 2), ("crops", 1)));
        using var many = new EngineRun().Execute(Spec(("candidates", 18), ("crops", 10)));
        Assert.True(Loss(many) < Loss(few), $"{Loss(many)} is not below {Loss(few)}.");
    }

    [Fact]
    public void The_teacher_is_told_with_its_validation_accuracy()
    {
        using var run = new EngineRun().Execute(Spec());
        var accuracy = Assert.Single(run.Values(Series.ValidationAccuracy)).Value;
        Assert.Contains(run.Events.OfType<Noted>(), note => note.Text.Contains("teacher", StringComparison.Ordinal)
            && note.Text.Contains($"{accuracy:P1}", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_validation_images_it_is_not()
    {
        var spec = Spec();
        using var run = new EngineRun().Execute(spec with { Data = spec.Data with { ValidationFraction = 0 } });
        Assert.Equal((RunStatus.Completed, ""), (run.End.Status, run.End.Reason));
        Assert.DoesNotContain(run.Events.OfType<Noted>(), note => note.Text.Contains("teacher", StringComparison.Ordinal));
    }

    [Fact]
    public void Labels_are_the_teachers_answers_divided_by_the_temperature()
    {
        using var warm = new EngineRun().Execute(Spec(("temperature", 1.0)));
        using var hot = new EngineRun().Execute(Spec(("temperature", 4.0)));
        Assert.Equal(warm.SoftLabels().Select(value => value / 4), hot.SoftLabels());
        Assert.Equal(20 * 10, hot.SoftLabels().Count);
        Assert.Equal(warm.LastSet.Picture, hot.LastSet.Picture);
    }

    [Fact]
    public void Tiles_of_one_stored_image_share_a_label()
    {
        using var run = new EngineRun().Execute(Spec(("imagesPerClass", 1), ("tiles", 2)));
        var labels = run.SoftLabels().Chunk(10).ToList();
        Assert.Equal(40, labels.Count);
        Assert.All(labels.Index(), label => Assert.Equal(labels[label.Index / 4 * 4], label.Item));
        Assert.NotEqual(labels[0], labels[4]);
    }

    [Fact]
    public void Hard_labels_remain_where_soft_ones_are_not_wanted()
    {
        using var run = new EngineRun().Execute(Spec(("softLabels", false)));
        Assert.Equal((RunStatus.Completed, ""), (run.End.Status, run.End.Reason));
        Assert.Empty(run.SoftLabels());
    }

    [Fact]
    public void A_run_can_be_cancelled_while_the_teacher_is_trained()
    {
        using var run = new EngineRun().Execute(Spec(("teacherEpochs", 1000)), (e, control) =>
        {
            if (e is SyntheticSetSaved) control.Stop(StopRequest.Cancel);
        });
        Assert.Equal(RunStatus.Cancelled, run.End.Status);
        Assert.Empty(run.Values(Series.MatchingLoss));
    }

    private static double Loss(EngineRun run) => Assert.Single(run.Values(Series.MatchingLoss)).Value;

    private static RunSpec Spec(params (string Name, object Value)[] options)
    {
        var spec = EngineRun.Small("crop-selection");
        return EngineRun.With(spec, options) with { Evaluation = spec.Evaluation with { Repeats = 1, RandomBaseline = false } };
    }
}
