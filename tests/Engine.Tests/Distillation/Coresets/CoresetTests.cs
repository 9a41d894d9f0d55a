using Contracts;
using Engine.Distillation.Coresets;
using Engine.Runs;
using Engine.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Distillation.Coresets;

public sealed class CoresetTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Rules => ["herding", "k-center"];

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Both_rules_choose_what_the_reference_code_chooses()
    {
        var features = Golden.Tensor("c.core_feats");
        Assert.Equal(Golden.Integers("c.herding"), Herding.Choose(features, 5));
        Assert.Equal(Golden.Integers("c.kcenter"), KCenter.Choose(features, 5));
    }

    [Fact]
    public void Herding_keeps_the_mean_of_what_it_chose_near_the_mean_of_all()
    {
        // The mean is 4: 3 is nearest to it, 6 to 2 · 4 − 3 and, 3 being taken, 1 to 3 · 4 − 3 − 6.
        Assert.Equal([2, 3, 1], Herding.Choose(tensor([0f, 1f, 3f, 6f, 10f]).unsqueeze(1), 3));
    }

    [Fact]
    public void K_center_starts_at_the_mean_and_then_goes_where_no_chosen_image_is_near()
    {
        // The mean is 3.8, 3 is nearest. 10 is 7 away; then 0 is 3 away from 3; then 5 is 2 away from 3, while 1 is 1 away from 0.
        Assert.Equal([2, 4, 0, 3], KCenter.Choose(tensor([0f, 1f, 3f, 5f, 10f]).unsqueeze(1), 4));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void No_image_is_chosen_twice_even_where_all_are_equal(string rule)
    {
        var features = ones(6, 3);
        var chosen = rule == "herding" ? Herding.Choose(features, 6) : KCenter.Choose(features, 6);
        Assert.Equal(Enumerable.Range(0, 6), chosen.Order());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_run_puts_the_chosen_images_in_the_place_of_random_ones_and_tells_how_the_training_went(string rule)
    {
        using var run = new EngineRun().Execute(EngineRun.Small(rule));
        Assert.Equal([0, 1], run.Events.OfType<SyntheticSetSaved>().Select(saved => saved.Iteration));
        Assert.Equal(2, run.Events.OfType<SyntheticSetSaved>().Select(saved => saved.Picture).Distinct().Count());
        Assert.Equal(1, Assert.Single(run.Values(Series.TrainLoss)).Iteration);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_training_that_leaves_the_numbers_ends_the_run_with_the_reason(string rule)
    {
        var spec = EngineRun.Small(rule);
        var options = EngineRun.Options(("imagesPerClass", 2), ("learningRate", 10.0), ("trainingEpochs", 200));
        using var run = new EngineRun().Execute(
            spec with { Method = spec.Method with { Options = options }, TrainingNetwork = new ComponentSpec { Name = "mlp" } });
        Assert.Equal(RunStatus.Failed, run.End.Status);
        Assert.Contains("smaller learning rate", run.End.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_training_can_be_cancelled()
    {
        var spec = EngineRun.Small("herding");
        spec = spec with { Method = spec.Method with { Options = EngineRun.Options(("imagesPerClass", 2), ("trainingEpochs", 1000)) } };
        using var run = new EngineRun().Execute(spec, (e, control) =>
        {
            if (e is PhaseStarted { Phase: "distil" }) control.Stop(StopRequest.Cancel);
        });
        Assert.Equal(RunStatus.Cancelled, run.End.Status);
        Assert.Empty(run.Events.OfType<Measured>());
    }
}
