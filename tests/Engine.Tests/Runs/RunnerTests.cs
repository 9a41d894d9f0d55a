using Contracts;
using Engine.Runs;

namespace Engine.Tests.Runs;

public class RunnerTests
{
    [Fact]
    public void Pausing_keeps_a_checkpoint_and_going_on_changes_no_number()
    {
        using var straight = new EngineRun().Execute(EngineRun.Small());
        using var paused = new EngineRun().Execute(EngineRun.Small(), (e, control) =>
        {
            if (e is Measured { Iteration: 2 }) control.Pause();
            if (e is StatusChanged { Status: RunStatus.Paused }) control.Resume();
        });
        Assert.Equal(RunStatus.Completed, paused.End.Status);
        Assert.Equal(straight.LastSet.Data, paused.LastSet.Data);
    }

    [Fact]
    public void A_cancelled_run_says_so_and_keeps_what_was_made()
    {
        using var run = new EngineRun().Execute(EngineRun.Small(), (e, control) =>
        {
            if (e is Measured { Iteration: 3 }) control.Stop(StopRequest.Cancel);
        });
        Assert.Equal(RunStatus.Cancelled, run.End.Status);
        Assert.NotEmpty(run.Events.OfType<CheckpointSaved>());
        Assert.True(run.Artifact(run.LastSet.Data).Length > 1000);
    }

    [Fact]
    public void A_held_run_can_be_cancelled()
    {
        using var run = new EngineRun().Execute(EngineRun.Small(), (e, control) =>
        {
            if (e is Measured { Iteration: 1 }) control.Pause();
            if (e is StatusChanged) control.Stop(StopRequest.Cancel);
        });
        Assert.Equal(RunStatus.Cancelled, run.End.Status);
    }

    [Fact]
    public void A_diverging_run_ends_with_series_iteration_and_advice()
    {
        var spec = EngineRun.Small();
        var options = spec.Method.Options.ToDictionary();
        options["learningRate"] = EngineRun.Options(("x", 1e4))["x"];
        options["iterations"] = EngineRun.Options(("x", 500))["x"];
        options["augmentation"] = EngineRun.Options(("x", "none"))["x"];
        var network = new ComponentSpec { Name = "convnet", Options = EngineRun.Options(("width", 8), ("depth", 2), ("norm", "none"), ("activation", "relu")) };
        using var run = new EngineRun().Execute(spec with { Method = spec.Method with { Options = options }, TrainingNetwork = network, SaveEvery = 1000 });
        Assert.Equal(RunStatus.Failed, run.End.Status);
        Assert.Matches("(loss/matching|images/travelled) became (not a number|infinite) at iteration [0-9]+.*learning rate", run.End.Reason);
    }

    [Fact]
    public void A_network_too_deep_for_the_images_ends_the_run_before_any_work()
    {
        var spec = EngineRun.Small() with { TrainingNetwork = new ComponentSpec { Name = "convnet", Options = EngineRun.Options(("depth", 6)) } };
        using var run = new EngineRun().Execute(spec);
        Assert.Equal(RunStatus.Failed, run.End.Status);
        Assert.Contains("convnet", run.End.Reason, StringComparison.Ordinal);
        Assert.Empty(run.Events.OfType<Measured>());
    }

    [Fact]
    public void A_damaged_checkpoint_is_passed_over_for_the_one_before()
    {
        var folder = Directory.CreateTempSubdirectory("engine-checkpoints-").FullName;
        var checkpoints = new Checkpoints(folder);
        using var one = TorchSharp.torch.ones(3);
        using var two = TorchSharp.torch.full(3, 2f);
        using var target = TorchSharp.torch.zeros(3);
        checkpoints.Save(1, new Dictionary<string, TorchSharp.torch.Tensor> { ["x"] = one });
        checkpoints.Save(2, new Dictionary<string, TorchSharp.torch.Tensor> { ["x"] = two });
        var newest = Directory.GetFiles(folder).Order(StringComparer.Ordinal).Last();
        var bytes = File.ReadAllBytes(newest);
        bytes[^1] ^= 1;
        File.WriteAllBytes(newest, bytes);
        var iteration = checkpoints.Load(new Dictionary<string, TorchSharp.torch.Tensor> { ["x"] = target });
        Directory.Delete(folder, recursive: true);
        Assert.Equal(1, iteration);
        Assert.Equal(3, target.sum().item<float>());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_ends_the_run_with_the_reason()
    {
        var file = Path.GetTempFileName();
        using var control = new RunControl();
        var log = new RunLog(TimeProvider.System);
        new Runner(new EngineSettings { Threads = 1 }, TimeProvider.System).Execute(EngineRun.Small(), log, control, file);
        File.Delete(file);
        var end = Assert.IsType<RunEnded>(log.Snapshot()[^1]);
        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Contains("could not be read or written", end.Reason, StringComparison.Ordinal);
    }
}
