using Engine.Data;
using Engine.Networks;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Distillation.TrajectoryMatching;

/// <summary>What trained experts say of images: where soft labels start (DATM).</summary>
internal static class ExpertLabels
{
    private const int Chunk = 256;

    /// <summary>
    /// For each image the mean logits of the experts that are right about it after their last epoch; of all of them where none is.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="network">Gives the architecture.</param>
    /// <param name="experts">The experts.</param>
    /// <param name="epochs">Their last epoch.</param>
    /// <param name="set">The images and their classes.</param>
    /// <returns>Float32, [N, classes].</returns>
    public static Tensor Of(DistillationRun run, Network network, IReadOnlyList<ExpertTrajectory> experts, int epochs, SyntheticSet set)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        var parameters = new FlatParameters(network);
        var all = zeros(set.Count, network.Classes, device: run.Device);
        var right = zeros_like(all);
        var count = zeros(set.Count, 1, device: run.Device);
        foreach (var expert in experts)
        {
            using var step = NewDisposeScope();
            var trained = parameters.Split(expert.Snapshot(epochs, run.Device));
            var parts = set.Images.detach().split(Chunk).Select(part => network.Forward(part, training: true, parameters: trained));
            var logits = cat([.. parts]);
            var isRight = logits.argmax(1).eq(set.Labels).unsqueeze(1).to_type(ScalarType.Float32);
            all.add_(logits, Number.One);
            right.add_(logits * isRight, Number.One);
            count.add_(isRight, Number.One);
            run.Breathe();
        }

        return where(count.gt(Number.Of(0)), right / count.clamp_min(Number.One), all.div(Number.Of(experts.Count)))
            .MoveToOuterDisposeScope();
    }
}
