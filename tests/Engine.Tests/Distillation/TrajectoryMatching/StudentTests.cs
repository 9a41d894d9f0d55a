using Engine.Data;
using Engine.Distillation.TrajectoryMatching;
using Engine.Networks;
using Engine.Numerics;
using Engine.Tests.Networks;
using Engine.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Engine.Tests.Distillation.TrajectoryMatching;

/// <summary>The student's walk back against the unrolled graph, the reference implementation's numbers, and differences.</summary>
public sealed class StudentTests : IDisposable
{
    private static readonly ImageShape Grey8 = new(1, 8, 8);

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly List<Network> _networks = [];

    [Fact]
    public void Loss_and_derivatives_agree_with_the_reference()
    {
        var network = Kept(NetworkCase.Create("convnet", """{"width":16}""", NetworkCase.Color32));
        var (images, rate) = (Golden.Tensor("c.mtt_x").requires_grad_(true), tensor(0.02f).requires_grad_(true));
        var student = new Student(network, DiffAugment.Parse("none"), images, tensor([0L, 1, 2, 3]), rate);
        var (start, goal) = (Flat(Golden.Tensors("c.param", 14)), Flat(Golden.Tensors("c.mtt_target", 14)));
        var loss = Descend(student, start, goal, Steps(DiffAugment.Parse("none"), steps: 3, images: 4, batch: 0));
        Assert.Equal(Golden.Scalar("c.mtt_loss"), loss, Golden.Scalar("c.mtt_loss") * 1e-4);
        Golden.Agrees(images.grad!, Golden.Tensor("c.mtt_dx"));
        Assert.Equal(Golden.Scalar("c.mtt_dalpha"), rate.grad!.item<float>(), Math.Abs(Golden.Scalar("c.mtt_dalpha")) * 1e-4);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void Walking_back_gives_the_derivatives_of_the_unrolled_graph(int batch, bool soft)
    {
        var augmentation = DiffAugment.Parse("color_crop_cutout_flip_scale_rotate");
        var network = Small();
        var material = Material(soft);
        var steps = Steps(augmentation, steps: 6, images: 6, batch);
        var (start, goal) = Ends(network);
        var there = Descend(new Student(network, augmentation, material.Images, material.Labels, material.Rate), start, goal, steps);
        var inputs = new List<Tensor> { material.Images, material.Rate };
        if (soft) inputs.Add(material.Labels);
        var walked = inputs.ConvertAll(input => input.grad!.clone());
        var unrolled = Unrolled(network, augmentation, material, start, goal, steps);
        Assert.Equal(unrolled.item<double>(), there, precision: 12);
        var derived = Gradients.OfAll(unrolled, inputs, createGraph: false);
        for (var i = 0; i < inputs.Count; i++) Assert.InRange(Error(walked[i], derived[i]), 0, 1e-10);
    }

    [Fact]
    public void Derivatives_agree_with_differences()
    {
        var augmentation = DiffAugment.Parse("color_scale");
        var network = Small();
        var (images, labels, rate) = Material(soft: true);
        var steps = Steps(augmentation, steps: 5, images: 6, batch: 4);
        var (start, goal) = Ends(network);
        Descend(new Student(network, augmentation, images, labels, rate), start, goal, steps);
        foreach (var input in (Tensor[])[images, labels, rate])
        {
            var direction = randn(input.shape, dtype: ScalarType.Float64, generator: new Generator(3, CPU));
            var derived = (input.grad! * direction).sum().item<double>();
            var measured = (Moved(1e-5) - Moved(-1e-5)) / 2e-5;
            Assert.InRange(Math.Abs(derived - measured) / Math.Max(1e-3, Math.Abs(measured)), 0, 1e-5);

            double Moved(double by)
            {
                Tensor Of(Tensor tensor) => (ReferenceEquals(tensor, input) ? tensor + by * direction : tensor).detach();
                var path = new Student(network, augmentation, Of(images), Of(labels), Of(rate)).Walk(start, steps, () => { });
                return Distance(path[^1], start, goal).item<double>();
            }
        }
    }

    [Fact]
    public void A_step_keeps_nothing_but_its_place_and_a_step_back_nothing()
    {
        var augmentation = DiffAugment.Parse("color_crop_cutout_flip_scale_rotate");
        var network = Small();
        var material = Material(soft: false);
        var student = new Student(network, augmentation, material.Images, material.Labels, material.Rate);
        var steps = Steps(augmentation, steps: 8, images: 6, batch: 4);
        var (start, _) = Ends(network);
        List<long> there = [], back = [];
        var path = student.Walk(start, steps, () => there.Add(LiveTensors.Count));
        student.WalkBack(path, steps, ones_like(start), () => back.Add(LiveTensors.Count));
        Assert.Equal(9, path.Count);
        Assert.All(path, place => Assert.False(place.requires_grad));
        Assert.Equal(there.Count - 1, there[^1] - there[0]);
        Assert.Single(back.Skip(1).Distinct());
    }

    [Theory]
    [InlineData("instance")]
    [InlineData("group")]
    [InlineData("batch")]
    [InlineData("layer")]
    [InlineData("none")]
    public void Kept_graphs_change_no_bit(string norm)
    {
        var augmentation = DiffAugment.Parse("color_crop_cutout_flip_scale_rotate");
        var network = Kept(NetworkCase.Create("convnet", $$"""{"width":8,"depth":2,"norm":"{{norm}}"}""", Grey8, classes: 3));
        var steps = Steps(augmentation, steps: 5, images: 6, batch: 4);
        var start = FlatParameters.Of(network);
        var goal = start + 0.1 * randn(start.shape, generator: new Generator(2, CPU));
        var runs = new[] { 0, 2, 5, 9 }.Select(kept =>
        {
            var (images, rate) = (randn(6, 1, 8, 8, generator: new Generator(11, CPU)).requires_grad_(true), tensor(0.05f).requires_grad_(true));
            var student = new Student(network, augmentation, images, tensor([0L, 0, 1, 1, 2, 2]), rate, kept);
            var path = student.Walk(start, steps, () => { });
            var adjoint = 2 * (path[^1] - goal);
            student.WalkBack(path, steps, adjoint, () => { });
            return path.Concat([adjoint, images.grad!, rate.grad!]).SelectMany(tensor => tensor.data<float>().ToArray()).ToArray();
        }).ToList();
        Assert.All(runs, run => Assert.Equal(runs[0], run));
        Assert.All(runs[0], value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Kept_graphs_are_gone_after_the_walk_back()
    {
        var augmentation = DiffAugment.Parse("color_crop_cutout_flip_scale_rotate");
        var network = Small();
        var material = Material(soft: false);
        var steps = Steps(augmentation, steps: 6, images: 6, batch: 4);
        var (start, _) = Ends(network);
        var live = new[] { 0, 0, 6 }.Select(kept =>
        {
            var student = new Student(network, augmentation, material.Images, material.Labels, material.Rate, kept);
            var before = LiveTensors.Count;
            var path = student.Walk(start, steps, () => { });
            student.WalkBack(path, steps, ones_like(start), () => { });
            return LiveTensors.Count - before;
        }).ToList();
        Assert.Equal(live[1], live[2]);       // the first one also leaves the derivatives by images and rate
    }

    [Fact]
    public void Mini_batches_are_the_parts_of_one_order_after_another()
    {
        var steps = Steps(DiffAugment.Parse("flip"), steps: 5, images: 10, batch: 4);
        Assert.Equal([4, 4, 2, 4, 4], steps.Select(step => step.Batch!.Length));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), steps.Take(3).SelectMany(step => step.Batch!).Order());
        Assert.Equal(8, steps.Skip(3).SelectMany(step => step.Batch!).Distinct().Count());
        Assert.Equal(steps.Select(step => (int?)step.Batch!.Length), steps.Select(step => step.Draw.Batch));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(99)]
    public void A_mini_batch_of_zero_or_as_many_as_there_are_is_all_in_their_order(int batch) =>
        Assert.All(Steps(DiffAugment.Parse("flip"), steps: 3, images: 10, batch), step => Assert.Null(step.Batch));

    public void Dispose()
    {
        _networks.ForEach(network => network.Dispose());
        _scope.Dispose();
    }

    private static double Descend(Student student, Tensor start, Tensor goal, IReadOnlyList<StudentStep> steps)
    {
        var path = student.Walk(start, steps, () => { });
        student.WalkBack(path, steps, 2 * (path[^1] - goal) / (start - goal).square().sum(), () => { });
        return Distance(path[^1], start, goal).to_type(ScalarType.Float64).item<double>();
    }

    private static Tensor Distance(Tensor place, Tensor start, Tensor goal) => (place - goal).square().sum() / (start - goal).square().sum();

    private static Tensor Unrolled(
        Network network, DiffAugment augmentation, (Tensor Images, Tensor Labels, Tensor Rate) material, Tensor start, Tensor goal,
        IReadOnlyList<StudentStep> steps)
    {
        var parameters = new FlatParameters(network);
        var place = start.detach().requires_grad_(true);
        foreach (var step in steps)
        {
            var index = tensor(step.Batch ?? [0, 1, 2, 3, 4, 5]);
            var logits = network.Forward(augmentation.Apply(material.Images.index_select(0, index), step.Draw), training: true, parameters: parameters.Split(place));
            var targets = material.Labels.index_select(0, index);
            var loss = F.cross_entropy(logits, targets.dim() == 2 ? F.softmax(targets, 1) : targets);
            place -= material.Rate * Gradients.OfAll(loss, [place], createGraph: true)[0];
        }

        return Distance(place, start, goal);
    }

    private static IReadOnlyList<StudentStep> Steps(DiffAugment augmentation, int steps, int images, int batch) =>
        StudentStep.Draws(steps, images, batch, augmentation, new Random(5));

    private static (Tensor Images, Tensor Labels, Tensor Rate) Material(bool soft)
    {
        var random = new Generator(11, CPU);
        return (randn(6, 1, 8, 8, dtype: ScalarType.Float64, generator: random).requires_grad_(true),
            soft ? randn(6, 3, dtype: ScalarType.Float64, generator: random).requires_grad_(true) : tensor([0L, 0, 1, 1, 2, 2]),
            tensor(0.05, dtype: ScalarType.Float64).requires_grad_(true));
    }

    private static (Tensor Start, Tensor Goal) Ends(Network network)
    {
        var start = FlatParameters.Of(network).to_type(ScalarType.Float64);
        return (start, start + 0.1 * randn(start.shape, dtype: ScalarType.Float64, generator: new Generator(2, CPU)));
    }

    private static double Error(Tensor actual, Tensor expected) => ((actual - expected).norm() / expected.norm()).item<double>();

    private static Tensor Flat(IEnumerable<Tensor> parameters) => cat([.. parameters.Select(parameter => parameter.flatten())]);

    private Network Small() => Kept(NetworkCase.Create("convnet", """{"width":4,"depth":2}""", Grey8, classes: 3));

    private Network Kept(Network network)
    {
        _networks.Add(network);
        return network;
    }
}
