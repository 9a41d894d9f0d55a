using Contracts;
using Engine.Runs;
using Engine.Tests.Evaluation;

namespace Engine.Tests.Runs;

/// <summary>Whole batches through the runner, as the server starts them.</summary>
public sealed class MitigationRunTests(MitigationRunTests.StraightBatch straight) : IClassFixture<MitigationRunTests.StraightBatch>
{
    private static readonly RecipeSpec[] Recipes = [new() { Name = "without-drop-path-and-kd" }, new() { Name = "full" }];

    private static RunSpec Spec => EngineRun.Batch(Recipes);

    private EngineRun Straight => straight.Run;

    private IReadOnlyDictionary<(string Series, int Epoch), double> Curves => LabRun.CurvesOf(Straight.Events);

    [Fact]
    public void The_spec_has_no_fault() => Assert.Empty(RunSpecCheck.Faults(Spec, new EngineSettings()));

    [Fact]
    public void Every_cell_is_trained_once_in_the_planned_order()
    {
        Assert.Equal(RunStatus.Completed, Straight.End.Status);
        Assert.Equal(MitigationPlan.Cells(Spec), Straight.Cells.Select(trained => trained.Cell));
        Assert.Equal(16, Straight.Cells.Count);
        Assert.All(Straight.Cells, trained => Assert.Equal(trained.Cell.Recipe == "full" ? 32 : 8, trained.Epochs));
        Assert.All(Straight.Cells, trained => Assert.Equal(trained.Epochs, trained.Steps));
    }

    [Fact]
    public void Keep_rate_and_learning_rate_are_told_for_every_epoch_as_they_were()
    {
        var name = Straight.Cells.First(trained => trained.Cell.Recipe == "full").Cell;
        var rates = Curve(name, Series.KeepRate).Select(rate => Math.Round(rate, 12)).ToList();
        Assert.Equal([1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.8, 0.8], rates.Chunk(4).Select(period => Assert.Single(period.Distinct())));
        var learning = Curve(name, Series.LearningRate);
        Assert.Equal(32, learning.Count);
        Assert.Equal(0, learning[^1], 1e-15);
        Assert.Equal(learning[3], learning[7], 1e-15);      // the ends of two periods
        Assert.Empty(Curve(name with { Recipe = "baseline" }, Series.KeepRate));
    }

    [Fact]
    public void What_is_told_of_a_cell_is_what_was_asked_for()
    {
        foreach (var cell in Straight.Cells.Select(trained => trained.Cell))
        {
            var (yardstick, teacher) = (cell.Network == Spec.TrainingNetwork.Label, cell.Network == MitigationPlan.TeacherOf(Spec).Label);
            Assert.Equal(4, Curve(cell, Series.ValidationAccuracy).Count);
            Assert.Equal(4, Curve(cell, Series.GradientNorm).Count);
            Assert.Empty(Curve(cell, Series.HessianEigenvalue));
            Assert.Equal(cell.Recipe == "full" ? 4 : 0, Curve(cell, Series.SubNetworkMean).Count);
            Assert.Equal(yardstick || teacher ? 0 : 4, Curve(cell, Series.Agreement).Count);
            Assert.Equal(teacher, Straight.Cells.Single(trained => trained.Cell == cell).Weights is not null);
        }
    }

    [Fact]
    public void The_best_epoch_is_the_earliest_of_the_highest_validation_accuracy()
    {
        Assert.All(Straight.Cells, trained =>
        {
            var series = Series.Of(trained.Cell, Series.ValidationAccuracy);
            var curve = Curves.Where(value => value.Key.Series == series).OrderBy(value => value.Key.Epoch).ToList();
            var best = curve.First(value => value.Value == curve.Max(other => other.Value));
            Assert.Equal((best.Key.Epoch, best.Value), (trained.Best!.Epoch, trained.Best.ValidationAccuracy));
            Assert.Equal(curve[^1].Value, trained.ValidationAccuracy);
            if (trained.Best.Epoch == trained.Epochs) Assert.Equal(trained.Accuracy, trained.Best.Accuracy);
        });
        Assert.Contains(Straight.Cells, trained => trained.Best!.Epoch < trained.Epochs);
    }

    [Fact]
    public void More_evidence_changes_no_training()
    {
        var evidence = new EvidenceSpec { Points = 2, ValidationImages = 20, SubNetworks = 0, Hessian = true };
        var spec = Spec with { Mitigation = Spec.Mitigation! with { Evidence = evidence } };
        using var run = new EngineRun().Execute(spec);
        Assert.Equal("", run.End.Reason);
        Assert.Equal(Straight.Cells.Select(trained => trained with { Best = null }), run.Cells.Select(trained => trained with { Best = null }));
        var curves = LabRun.CurvesOf(run.Events);
        Assert.Equal(2 * run.Cells.Count, curves.Keys.Count(value => value.Series.EndsWith(Series.HessianEigenvalue, StringComparison.Ordinal)));
        Assert.DoesNotContain(curves.Keys, value => value.Series.Contains("subnetworks", StringComparison.Ordinal));
    }

    [Fact]
    public void An_interrupted_batch_goes_on_to_the_very_numbers_of_the_straight_one()
    {
        using var run = new EngineRun().Execute(Spec, (e, control) =>
        {
            if (e is CellTrained { Cell: { Recipe: "full", Repeat: 0 } }) control.Stop(StopRequest.Shutdown);
        });
        Assert.Equal(RunStatus.Interrupted, run.End.Status);
        var before = run.Cells.Count;
        Assert.InRange(before, 1, 15);
        run.Execute(Spec);
        Assert.Equal(RunStatus.Completed, run.End.Status);
        Assert.Equal(Straight.Cells, run.Cells);
        Assert.Equal(Curves.OrderBy(value => value.Key), LabRun.CurvesOf(run.Events).OrderBy(value => value.Key));
    }

    [Fact]
    public void A_held_batch_goes_on_to_the_same_numbers()
    {
        var spec = Spec with { Mitigation = Spec.Mitigation! with { Repeats = 1 } };
        using var run = new EngineRun().Execute(spec, (e, control) =>
        {
            if (e is CellTrained { Cell.Recipe: "without-drop-path-and-kd" }) control.Pause();
            if (e is StatusChanged { Status: RunStatus.Paused }) control.Resume();
        });
        Assert.Contains(run.Events, e => e is StatusChanged { Status: RunStatus.Paused });
        Assert.Equal(Straight.Cells.Where(trained => trained.Cell.Repeat == 0), run.Cells);
    }

    [Fact]
    public void A_given_teacher_is_not_trained_and_teaches_what_the_trained_one_taught()
    {
        var folder = Directory.CreateTempSubdirectory("teachers-").FullName;
        var weights = Straight.Cells.First(trained => trained.Weights is not null).Weights!;
        File.Copy(Straight.ArtifactPath(weights), Path.Combine(folder, "teacher.safetensors"));
        var settings = new EngineSettings { Threads = 1, DataFolders = [folder] };
        var batch = Spec.Mitigation! with { Repeats = 1, Teacher = Spec.Mitigation!.Teacher with { Checkpoint = "teacher.safetensors" } };
        var spec = Spec with { Mitigation = batch };
        Assert.Empty(RunSpecCheck.Faults(spec, settings));
        using var run = new EngineRun().Execute(spec, settings: settings);
        var expected = Straight.Cells.Where(trained => trained is { Cell.Repeat: 0, Weights: null }).ToList();
        Assert.Equal(expected, run.Cells);

        var wrong = spec with { Mitigation = batch with { Teacher = batch.Teacher with { Network = Spec.TrainingNetwork } } };
        using var refused = new EngineRun().Execute(wrong, settings: settings);
        Directory.Delete(folder, recursive: true);
        Assert.Equal(RunStatus.Failed, refused.End.Status);
        Assert.Contains("teacher.safetensors are not those of convnet (depth 1, width 4)", refused.End.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_that_diverges_is_told_and_the_others_go_on()
    {
        var wild = new RecipeSpec
        {
            Name = "wild",
            Base = "baseline-equal-budget",
            Options = EngineRun.Options(
                ("optimizer", "sgd"), ("learningRate", 10), ("weightDecay", 1), ("schedule", "constant"), ("scaleLearningRate", false)),
        };
        var mlp = new ComponentSpec { Name = "mlp", Options = EngineRun.Options(("width", 8)) };
        var spec = EngineRun.Batch(wild, Recipes[1]);
        spec = spec with { Mitigation = spec.Mitigation! with { Networks = [mlp] } };
        Assert.Empty(RunSpecCheck.Faults(spec, new EngineSettings()));
        using var run = new EngineRun().Execute(spec);
        Assert.Equal(RunStatus.Completed, run.End.Status);
        Assert.Equal(MitigationPlan.Cells(spec), run.Cells.Select(trained => trained.Cell));
        Assert.All(run.Cells, trained => Assert.Equal(
            trained.Cell.Recipe == "wild", trained.Epochs < (trained.Cell.Recipe is "full" or "wild" ? 32 : 8)));
        var warnings = run.Events.OfType<Noted>().Where(note => note.Level == "warning").Select(note => note.Text).ToList();
        Assert.Equal(2, warnings.Count(text => text.StartsWith("mlp (width 8) by wild on the real set, repeat", StringComparison.Ordinal)
            && text.Contains("became", StringComparison.Ordinal) && text.Contains("learning rate", StringComparison.Ordinal)));
        Assert.Contains("mlp (width 8) has no place for DropPath: full skips nothing in it.", warnings);
        Assert.All(run.Events.OfType<Measured>(), measured => Assert.All(measured.Values.Values, value => Assert.True(double.IsFinite(value))));
    }

    [Fact]
    public void The_whole_real_set_comes_last_with_epochs_of_its_own()
    {
        var batch = Spec.Mitigation! with { FullData = true, FullDataEpochs = 2, Repeats = 1, Recipes = [Recipes[0]] };
        var spec = Spec with { Mitigation = batch with { Networks = [batch.Networks[0]] } };
        using var run = new EngineRun().Execute(spec);
        Assert.Equal(MitigationPlan.Cells(spec), run.Cells.Select(trained => trained.Cell));
        var full = run.Cells.Where(trained => trained.Cell.Set == MitigationPlan.Full).ToList();
        Assert.Equal(2, full.Count);
        Assert.All(full, trained => Assert.Equal((2, 4L), (trained.Epochs, trained.Steps)));        // 200 images in batches of 100
        Assert.Equal(run.Cells.TakeLast(2), full);
    }

    [Theory]
    [InlineData(0, 0.1, 20)]
    [InlineData(0, 0.001, 10)]
    [InlineData(3, 0, 30)]
    public void A_limited_real_set_has_the_images_that_were_asked_for(int imagesPerClass, double fraction, int images)
    {
        var batch = Spec.Mitigation! with
        {
            Set = new SetSpec { Source = MitigationPlan.Real, ImagesPerClass = imagesPerClass, Fraction = fraction },
            Networks = [Spec.TrainingNetwork],
            Recipes = [new RecipeSpec { Name = "baseline", Options = EngineRun.Options(("batchSize", 1)) }],
            Repeats = 1,
        };
        using var run = new EngineRun().Execute(Spec with { Mitigation = batch });
        Assert.All(run.Cells, trained => Assert.Equal(8 * images, trained.Steps));
    }

    [Fact]
    public void More_images_than_a_class_has_end_the_run_before_any_work()
    {
        var batch = Spec.Mitigation! with { Set = new SetSpec { Source = MitigationPlan.Real, ImagesPerClass = 21 } };
        using var run = new EngineRun().Execute(Spec with { Mitigation = batch });
        Assert.Equal(RunStatus.Failed, run.End.Status);
        Assert.Contains("21 images per class", run.End.Reason, StringComparison.Ordinal);
        Assert.Empty(run.Cells);
    }

    private IReadOnlyList<double> Curve(Cell cell, string series) =>
        [.. Curves.Where(value => value.Key.Series == Series.Of(cell, series)).OrderBy(value => value.Key.Epoch).Select(value => value.Value)];

    /// <summary>The batch that nobody disturbed, trained once for all tests.</summary>
    public sealed class StraightBatch : IDisposable
    {
        internal EngineRun Run { get; } = new EngineRun().Execute(Spec);

        public void Dispose() => Run.Dispose();
    }
}
