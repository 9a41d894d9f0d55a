using System.Globalization;
using Engine.Data;
using Engine.Mitigation;
using Engine.Networks;
using Engine.Numerics;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Benchmarks;

/// <summary>
/// Are the timed steps the same work? The engine's loop and the peer take a few steps from the same weights on the same images with the same masks,
/// without augmentation; their losses must agree. The second loss also depends on every gradient and on the optimiser.
/// </summary>
internal sealed class MitigationAgreement(MitigationCase one, Device device, PeerProcess peer)
{
    /// <summary>Largest relative difference of a first loss.</summary>
    public const double Tolerance = 1e-4;

    private const int Steps = 3;
    private const int Seed = 5;
    private const double KeepRate = 0.7625;

    // Small: a sign optimiser turns the rounding noise of a gradient near zero into a whole step.
    private const double LearningRate = 1e-5;

    /// <summary>Relative differences of the losses of a recipe's steps, ours against the peer's.</summary>
    public IReadOnlyList<double> Differences(string recipeName)
    {
        using var scope = NewDisposeScope();
        var recipe = MitigationWorkload.Recipe(recipeName);
        using var workload = new MitigationWorkload(one, device, new StepClock(device, "wall"));
        using var teacher = MitigationWorkload.Teacher(one, device);
        using var student = MitigationWorkload.Student(one, recipe, device);
        var (file, rounded) = (Path.GetTempFileName(), backends.cudnn.allow_tf32);
        try
        {
            backends.cudnn.allow_tf32 = false;
            File.WriteAllBytes(file, Written(workload, student, teacher, recipe));
            var ours = Losses(workload, student, teacher, recipe);
            return [.. ours.Zip(peer.Ask($"check {file}"), (mine, theirs) => Math.Abs(mine - theirs) / Math.Abs(theirs))];
        }
        finally
        {
            backends.cudnn.allow_tf32 = rounded;
            File.Delete(file);
        }
    }

    private List<double> Losses(MitigationWorkload workload, Network student, Network teacher, RecipePlan recipe)
    {
        var losses = new List<double>();
        var plan = recipe.For(student.Units, teacher) with
        {
            Epochs = Steps,
            Augmentation = DiffAugment.Parse("none"),
            LearningRate = _ => LearningRate,
            KeepRate = _ => recipe.DropsPaths ? KeepRate : 1,
        };
        var random = new Random(Seed);
        Trainer.Train(student, workload.Images, workload.Labels, plan, random, random, () => { }, (_, loss) => losses.Add(loss.item<float>()));
        return losses;
    }

    /// <summary>Everything that the peer needs, with the chance of the loop drawn once more: the order of the images, then a mask for each unit.</summary>
    private static byte[] Written(MitigationWorkload workload, Network student, Network teacher, RecipePlan recipe)
    {
        using var npz = new NpzWriter();
        var random = new Random(Seed);
        var order = Enumerable.Range(0, MitigationWorkload.Batch).Select(i => (long)i).ToArray();
        var (orders, masks) = (new List<long>(), new List<float>());
        for (var step = 0; step < Steps; step++)
        {
            random.Shuffle(order);
            orders.AddRange(order);
            if (!recipe.DropsPaths) continue;
            for (var i = 0; i < student.Units * MitigationWorkload.Batch; i++) masks.Add(random.NextDouble() < KeepRate ? 1 : 0);
        }

        npz.Add("order", tensor(orders.ToArray(), [Steps, MitigationWorkload.Batch]));
        npz.Add("rate", tensor((float)LearningRate));
        npz.Add("keep", tensor((float)KeepRate));
        if (recipe.DropsPaths) npz.Add("masks", tensor(masks.ToArray(), [Steps, student.Units, MitigationWorkload.Batch]));
        npz.Add("images", workload.Images);
        npz.Add("labels", workload.Labels);
        Add(npz, "parameter", student.Parameters);
        Add(npz, "teacher", teacher.Parameters);
        return npz.Finish();
    }

    private static void Add(NpzWriter npz, string name, IReadOnlyList<Tensor> tensors)
    {
        for (var i = 0; i < tensors.Count; i++) npz.Add(string.Create(CultureInfo.InvariantCulture, $"{name}{i:D3}"), tensors[i]);
    }
}
