using Contracts;
using Engine.Data;
using Engine.Distillation.TrajectoryMatching;
using Engine.Numerics;
using Engine.Options;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine.Tests.Distillation.TrajectoryMatching;

/// <summary>Experts are artefacts of their own: made once, shared by runs, never taken when damaged.</summary>
public sealed class ExpertBufferTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engine-experts-").FullName;

    [Fact]
    public void Later_runs_with_the_same_recipe_use_them_and_make_what_the_first_made()
    {
        using var first = Run(Spec());
        var written = Files().ToDictionary(file => file, File.GetLastWriteTimeUtc);
        using var second = Run(Spec());
        Assert.Contains("0 were there, 2 were made", Told(first), StringComparison.Ordinal);
        Assert.Contains("2 were there, 0 were made", Told(second), StringComparison.Ordinal);
        Assert.Equal(written, Files().ToDictionary(file => file, File.GetLastWriteTimeUtc));
        Assert.Equal(first.LastSet.Data, second.LastSet.Data);
    }

    [Fact]
    public void More_experts_of_the_same_recipe_are_added_to_those_that_are_there()
    {
        Run(Spec()).Dispose();
        using var more = Run(Spec(("expertCount", 3)));
        Assert.Contains("2 were there, 1 were made", Told(more), StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(_folder));
    }

    [Fact]
    public void The_list_tells_what_a_run_has_left()
    {
        Run(Spec()).Dispose();
        var entry = Assert.Single(ExpertBuffers.List(Settings));
        Assert.Equal((Key(Spec()), "shapes", "convnet", 3, 2), (entry.Name, entry.DataSet, entry.Network, entry.Epochs, entry.Experts));
        Assert.Equal(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), entry.Bytes);
    }

    [Theory]
    [InlineData("expertEpochCount", 4)]
    [InlineData("expertBatch", 64)]
    [InlineData("expertLearningRate", 0.02)]
    [InlineData("expertMomentum", 0.5)]
    [InlineData("maxStartEpoch", 3)]
    [InlineData("expertEpochs", 3)]
    [InlineData("augmentation", "flip")]
    public void Other_experts_have_another_key(string option, object value) => Assert.NotEqual(Key(Spec()), Key(Spec((option, value))));

    [Theory]
    [InlineData("expertCount", 3)]
    [InlineData("syntheticSteps", 3)]
    [InlineData("imagesPerClass", 1)]
    [InlineData("startLearningRate", 0.02)]
    public void What_students_do_and_how_many_experts_there_are_is_no_part_of_the_key(string option, object value) =>
        Assert.Equal(Key(Spec()), Key(Spec((option, value))));

    [Fact]
    public void Other_train_images_or_another_network_are_another_key()
    {
        var spec = Spec();
        RunSpec[] specs =
        [
            spec, spec with { Seed = 1 }, spec with { Data = spec.Data with { ValidationFraction = 0.2 } }, spec with { Data = spec.Data with { TrainPerClass = 10 } },
            spec with { Data = spec.Data with { Preprocessing = "zca" } }, spec with { Data = spec.Data with { ImageSize = 12 } },
            spec with { TrainingNetwork = new ComponentSpec { Name = "convnet", Options = EngineRun.Options(("width", 8), ("depth", 1)) } },
            spec with { TrainingNetwork = new ComponentSpec { Name = "mlp" } },
        ];
        Assert.Equal(specs.Length, specs.Select(Key).Distinct().Count());
    }

    [Fact]
    public void An_option_of_the_network_that_is_told_at_its_default_changes_no_key() => Assert.Equal(
        Key(Spec()),
        Key(Spec() with { TrainingNetwork = new ComponentSpec { Name = "convnet", Options = EngineRun.Options(("depth", 2), ("width", 8), ("norm", "instance")) } }));

    [Fact]
    public void The_name_of_a_buffer_is_the_hash_of_what_is_told_beside_it()
    {
        Run(Spec()).Dispose();
        var folder = Assert.Single(Directory.GetDirectories(_folder));
        Assert.Equal(Path.GetFileName(folder), DurableFile.Hash(File.ReadAllBytes(Path.Combine(folder, ExpertBuffer.Sidecar))));
    }

    [Fact]
    public void Snapshots_are_those_of_every_epoch_and_going_on_for_longer_changes_none()
    {
        using var scope = NewDisposeScope();
        Run(Spec()).Dispose();
        var few = Snapshots(Files()[0]);
        Directory.Delete(_folder, recursive: true);
        Run(Spec(("expertEpochCount", 5))).Dispose();
        var many = Snapshots(Files()[0]);
        Assert.Equal([4L, 6], [few.shape[0], many.shape[0]]);
        Assert.True(many.narrow(0, 0, 4).equal(few).all().item<bool>());
        for (var epoch = 1; epoch < 6; epoch++) Assert.True((many[epoch] - many[epoch - 1]).norm().item<float>() > 1e-3, $"Epoch {epoch} changed nothing.");
    }

    [Fact]
    public void A_run_stopped_while_it_makes_experts_goes_on_with_those_that_are_finished()
    {
        var spec = Spec(("expertCount", 20), ("iterations", 1));
        using var run = new EngineRun();
        run.Execute(spec, (e, control) =>
        {
            if (e is Noted note && note.Text.StartsWith("Expert 1 ", StringComparison.Ordinal)) control.Stop(StopRequest.Shutdown);
        }, Settings);
        Assert.Equal(RunStatus.Interrupted, run.End.Status);
        var (finished, written) = (Files(), Files().ConvertAll(File.GetLastWriteTimeUtc));
        Assert.InRange(finished.Count, 1, 19);
        run.Execute(spec, settings: Settings);
        Assert.Equal(RunStatus.Completed, run.End.Status);
        Assert.Contains($"{finished.Count} were there, {20 - finished.Count} were made", Told(run), StringComparison.Ordinal);
        Assert.Equal(written, finished.ConvertAll(File.GetLastWriteTimeUtc));
    }

    [Theory]
    [InlineData("a byte")]
    [InlineData("the end")]
    [InlineData("all")]
    public void A_damaged_file_is_made_anew(string damage)
    {
        Run(Spec()).Dispose();
        var (file, content) = (Files()[1], File.ReadAllBytes(Files()[1]));
        File.WriteAllBytes(file, damage switch
        {
            "a byte" => [.. content[..^1], (byte)~content[^1]],
            "the end" => content[..(content.Length / 2)],
            _ => [],
        });
        using var again = Run(Spec());
        Assert.Equal(RunStatus.Completed, again.End.Status);
        Assert.Contains("1 were there, 1 were made", Told(again), StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllBytes(file));
    }

    [Fact]
    public void A_file_of_another_buffer_is_not_used()
    {
        Run(Spec()).Dispose();
        var foreign = Files()[0];
        Run(Spec(("expertLearningRate", 0.02))).Dispose();
        var mine = Files().Single(file => Path.GetDirectoryName(file) != Path.GetDirectoryName(foreign) && Path.GetFileName(file).StartsWith("expert-000", StringComparison.Ordinal));
        File.Delete(mine);
        var intruder = Path.Combine(Path.GetDirectoryName(mine)!, Path.GetFileName(foreign));
        File.Copy(foreign, intruder);
        using var again = Run(Spec(("expertLearningRate", 0.02)));
        Assert.Contains("1 were there, 1 were made", Told(again), StringComparison.Ordinal);
        Assert.True(File.Exists(mine));
        Assert.False(File.Exists(intruder));
    }

    [Fact]
    public void Without_a_shared_folder_experts_lie_with_the_run()
    {
        using var run = new EngineRun().Execute(Spec());
        Assert.Equal(RunStatus.Completed, run.End.Status);
        Assert.Single(Directory.GetDirectories(Path.Combine(run.ArtifactPath(".."), "experts")));
    }

    [Fact]
    public void The_phase_is_told_and_every_expert_has_its_curves()
    {
        using var run = Run(Spec());
        Assert.Equal(["prepare", "experts", "distil", "evaluate", "report"], run.Events.OfType<PhaseStarted>().Select(phase => phase.Phase));
        Assert.Equal(2, run.Events.OfType<PhaseStarted>().Single(phase => phase.Phase == "experts").Total);
        Assert.Equal([1, 2, 3], run.Values("experts/01/loss/train").Select(point => point.Iteration));
        Assert.All(run.Values("experts/01/accuracy/validation"), point => Assert.InRange(point.Value, 0, 1));
        Assert.Equal(3, run.Values("experts/01/accuracy/validation").Count);
    }

    [Fact]
    public void Experts_that_diverge_end_the_run_and_leave_no_file()
    {
        using var run = Run(Spec(("expertLearningRate", 10), ("expertEpochCount", 10), ("expertBatch", 16)) with
        {
            TrainingNetwork = new ComponentSpec { Name = "convnet", Options = EngineRun.Options(("width", 8), ("depth", 2), ("norm", "none"), ("activation", "leaky-relu")) },
        });
        Assert.Equal(RunStatus.Failed, run.End.Status);
        Assert.Matches("(experts/00/loss/train|A parameter) left the numbers by epoch [0-9]+ of expert 1.*expertLearningRate", run.End.Reason);
        Assert.Empty(Files());
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private EngineSettings Settings => new() { Threads = 1, ExpertsFolder = _folder };

    private static RunSpec Spec(params (string, object)[] options)
    {
        var spec = EngineRun.Small("trajectory-matching");
        var all = spec.Method.Options.Concat(EngineRun.Options(("iterations", 2))).Concat(EngineRun.Options(options)).GroupBy(option => option.Key);
        return spec with
        {
            Method = spec.Method with { Options = all.ToDictionary(option => option.Key, option => option.Last().Value) },
            Evaluation = new EvaluationSpec { Repeats = 1, Epochs = 1, RandomBaseline = false },
        };
    }

    private static string Key(RunSpec spec)
    {
        var seeds = new Seeds(spec.Seed);
        using var real = ImageDataset.From(DataSets.Load(spec.Data, new EngineSettings(), seeds), spec.Data, seeds, CPU);
        var options = (TrajectoryMatchingOptions)OptionFields.Bind(typeof(TrajectoryMatchingOptions), spec.Method);
        return ExpertRecipe.Of(spec, real, options).Key;
    }

    private static string Told(EngineRun run) => run.Events.OfType<Noted>().Last(note => note.Text.Contains("were there", StringComparison.Ordinal)).Text;

    private static Tensor Snapshots(string file) => SafeTensors.Read(File.ReadAllBytes(file)).Tensors["snapshots"];

    private EngineRun Run(RunSpec spec) => new EngineRun().Execute(spec, settings: Settings);

    private List<string> Files() => Directory.Exists(_folder)
        ? [.. Directory.EnumerateFiles(_folder, "*.safetensors", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];
}
