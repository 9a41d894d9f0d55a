using Contracts;
using Engine.Data;
using Engine.Distillation;
using Engine.Runs;
using Engine.Tests.Numerics;
using static TorchSharp.torch;

namespace Engine.Tests.Distillation;

/// <summary>What every method of the catalog must do. A new method is judged here without another line.</summary>
public class DistillerConformance
{
    /// <summary>Options that change what lives from one iteration to the next, or what the set is.</summary>
    private static readonly string[] Variants =
    [
        "distribution-matching tiles 2", "distribution-matching poolSize 2 poolUpdates 2", "gradient-matching tiles 2 outerLoop 2",
        "trajectory-matching labelLearningRate 1 curriculumIterations 3 batchSize 8", "crop-selection tiles 2",
    ];

    public static TheoryData<string> Methods => [.. Catalog.Methods.Select(member => member.Name), .. Variants];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_run_completes_with_a_balanced_set_and_every_accuracy(string method)
    {
        using var run = new EngineRun().Execute(EngineRun.Small(method));
        Assert.Equal((RunStatus.Completed, ""), (run.End.Status, run.End.Reason));
        Assert.Equal(method.Contains("tiles 2", StringComparison.Ordinal) ? 80 : 20, run.LastSet.Images);
        Assert.Equal(10, run.LastSet.Classes.Count);
        Assert.Equal(4, run.Events.OfType<NetworkEvaluated>().Count());
        Assert.All(run.Events.OfType<NetworkEvaluated>(), e => Assert.InRange(e.Accuracy, 0, 1));
        Assert.Equal(Enumerable.Range(1, run.Events.Count).Select(i => (long)i), run.Events.Select(e => e.Seq));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_same_spec_and_seed_give_the_same_bytes_and_another_seed_does_not(string method)
    {
        using var first = new EngineRun().Execute(EngineRun.Small(method));
        using var second = new EngineRun().Execute(EngineRun.Small(method));
        using var other = new EngineRun().Execute(EngineRun.Small(method) with { Seed = 1 });
        Assert.All([first, second, other], run => Assert.Equal("", run.End.Reason));
        Assert.Equal(first.LastSet.Data, second.LastSet.Data);
        Assert.Equal(Accuracies(first), Accuracies(second));
        Assert.NotEqual(first.LastSet.Picture, other.LastSet.Picture);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_run_that_is_stopped_again_and_again_makes_what_the_straight_run_makes(string method)
    {
        var spec = EngineRun.Small(method);
        spec = spec with { Evaluation = spec.Evaluation with { Every = 2 } };
        using var straight = new EngineRun().Execute(spec);
        using var broken = new EngineRun();
        for (var attempt = 0; attempt < 30 && (attempt == 0 || broken.End.Status != RunStatus.Completed); attempt++)
            broken.Execute(spec, (e, control) =>
            {
                if (e is Measured or NetworkEvaluated) control.Stop(StopRequest.Shutdown);
            });
        Assert.Equal(RunStatus.Completed, broken.End.Status);
        Assert.True(broken.Events.OfType<RunStarted>().Count() > 1, "The run was never interrupted.");
        Assert.Equal(straight.LastSet.Data, broken.LastSet.Data);
        Assert.Equal(straight.Values(Series.MatchingLoss), broken.Values(Series.MatchingLoss));
        Assert.Equal(straight.Events.OfType<SyntheticSetSaved>().Select(e => (e.Iteration, e.Data)), broken.Events.OfType<SyntheticSetSaved>().Select(e => (e.Iteration, e.Data)));
        Assert.Equal(Accuracies(straight), Accuracies(broken));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void More_images_per_class_than_a_class_has_end_the_run_with_the_reason(string method)
    {
        var spec = EngineRun.Small(method);
        var options = spec.Method.Options.ToDictionary();
        options["imagesPerClass"] = EngineRun.Options(("n", 500))["n"];
        using var run = new EngineRun().Execute(spec with { Method = spec.Method with { Options = options } });
        Assert.Equal(RunStatus.Failed, run.End.Status);
        Assert.Contains("500 images per class", run.End.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Live_tensors_do_not_grow_with_the_iterations(string method)
    {
        using var control = new RunControl();
        var folder = Directory.CreateTempSubdirectory("engine-tensors-");
        var spec = EngineRun.Small(method) with { SaveEvery = 1 };
        var log = new RunLog(TimeProvider.System);
        using var scope = NewDisposeScope();
        var context = new RunContext(spec, CPU, log, control, TimeProvider.System, folder.FullName);
        using var real = ImageDataset.From(DataSets.Load(spec.Data, new EngineSettings(), context.Seeds), spec.Data, context.Seeds, CPU);
        var counts = new List<long>();
        var run = new DistillationRun(context, real, (_, _) => counts.Add(LiveTensors.Count), (_, _) => { });
        Catalog.Distiller(spec.Method).Distill(run).Dispose();
        folder.Delete(recursive: true);
        Assert.Single(counts.Skip(2).DefaultIfEmpty(counts[^1]).Distinct());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_set_goes_through_the_mitigation_lab_as_it_was_stored(string method)
    {
        using var run = new EngineRun().Execute(EngineRun.Small(method));
        using var lab = new EngineRun();
        var artifact = run.LastSet.Data;
        Directory.CreateDirectory(Path.GetDirectoryName(lab.ArtifactPath(artifact))!);
        File.Copy(run.ArtifactPath(artifact), lab.ArtifactPath(artifact));
        var batch = EngineRun.Batch();
        lab.Execute(batch with
        {
            Data = EngineRun.Small().Data,
            Mitigation = batch.Mitigation! with
            {
                Set = new SetSpec { Source = "run", Run = "1m876xsyz2pa6egd", Artifact = artifact },
                Repeats = 1,
                RandomControl = false,
            },
        });
        Assert.Equal((RunStatus.Completed, ""), (lab.End.Status, lab.End.Reason));
        Assert.Equal(run.SoftLabels().Count > 0, lab.Cells.All(cell => cell.SoftLabels));
    }

    private static List<(string, string, int, double, double?)> Accuracies(EngineRun run) =>
        [.. run.Events.OfType<NetworkEvaluated>().Select(e => ($"{e.Iteration} {e.Network}", e.Set, e.Repeat, e.Accuracy, e.ValidationAccuracy)).Order()];
}
