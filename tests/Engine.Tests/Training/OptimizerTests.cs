using System.Text.Json;
using Engine.Tests.Numerics;
using Engine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Training;

public sealed class OptimizerTests : IDisposable
{
    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "training", "adamw.json"))).RootElement;

    private readonly DisposeScope _scope = NewDisposeScope();

    public static readonly TheoryData<string> Kinds = ["lion", "adamw", "sgd", "lamb"];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void AdamW_takes_the_steps_of_PyTorch(int number)
    {
        var example = Golden.GetProperty("cases")[number];
        double Number(string name) => example.GetProperty(name).GetDouble();
        var parameters = Golden.GetProperty("start").EnumerateArray().Select(values => Leaf(Floats(values))).ToList();
        using var optimizer = new AdamW(parameters, Number("beta1"), Number("beta2"), Number("weightDecay"));
        foreach (var (step, gradients) in Golden.GetProperty("gradients").EnumerateArray().Index())
        {
            foreach (var (i, gradient) in gradients.EnumerateArray().Index())
                parameters[i].grad = gradient.ValueKind == JsonValueKind.Null ? null : tensor(Floats(gradient));
            optimizer.Step(Number("lr") * (step + 1));
        }

        foreach (var (i, end) in example.GetProperty("end").EnumerateArray().Index())
            Assert.All(Floats(end).Zip(parameters[i].data<float>()), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
    }

    [Fact]
    public void Lion_moves_by_the_sign_of_a_mixture_and_remembers_another()
    {
        var x = Leaf([1, 1, 1]);
        using var optimizer = new Lion([x], beta1: 0.9, beta2: 0.5, weightDecay: 0.1);
        x.grad = tensor(new float[] { 2, -3, 0 });
        optimizer.Step(0.5);        // x·(1 − 0.05) − 0.5·sign(0.1·g); m = 0.5·g
        AssertValues(x, 0.45, 1.45, 0.95);
        x.grad = tensor(new float[] { -8, 30, -1 });
        optimizer.Step(0.1);        // 0.9·m + 0.1·g = 0.9 − 0.8, −1.35 + 3, −0.1: the first one still follows its momentum
        AssertValues(x, 0.45 * 0.99 - 0.1, 1.45 * 0.99 - 0.1, 0.95 * 0.99 + 0.1);
        x.grad = tensor(new float[] { 0, 0, 0 });
        optimizer.Step(1);          // m = 0.5 − 4, −0.75 + 15, −0.5
        AssertValues(x, (0.45 * 0.99 - 0.1) * 0.9 + 1, (1.45 * 0.99 - 0.1) * 0.9 - 1, (0.95 * 0.99 + 0.1) * 0.9 + 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_optimiser_that_forgets_is_a_fresh_one(string kind)
    {
        var (used, fresh) = (Leaf([1, -2]), Leaf([1, -2]));
        using var one = Make(kind, used);
        using var other = Make(kind, fresh);
        for (var step = 0; step < 3; step++) Step(one, used, 3 - step);
        one.Reset();
        using (no_grad()) used.copy_(fresh);
        for (var step = 0; step < 3; step++)
        {
            Step(one, used, -1 - step);
            Step(other, fresh, -1 - step);
        }

        Assert.True(used.equal(fresh).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_optimiser_with_the_state_of_another_takes_its_steps(string kind)
    {
        var (straight, resumed) = (Leaf([1, -2]), Leaf([1, -2]));
        using var one = Make(kind, straight);
        using var other = Make(kind, resumed);
        for (var step = 0; step < 3; step++) Step(one, straight, 3 - step);
        using (no_grad())
        {
            resumed.copy_(straight);
            foreach (var (from, to) in one.State.Zip(other.State)) to.copy_(from);
        }

        for (var step = 0; step < 3; step++)
        {
            Step(one, straight, -1 - step);
            Step(other, resumed, -1 - step);
        }

        Assert.True(straight.equal(resumed).all().item<bool>());
    }

    [Fact]
    public void Lamb_moves_a_parameter_by_a_share_of_its_own_length()
    {
        var x = Leaf([3, 4]);
        using var optimizer = new Lamb([x]);
        x.grad = tensor(new float[] { 2, -2 });
        optimizer.Step(0.1);        // u = (1, −1) but for ε: 0.1 · 5 / √2 each
        AssertValues(x, 3 - 0.5 / Math.Sqrt(2), 4 + 0.5 / Math.Sqrt(2));
        using (no_grad()) x.copy_(tensor(new float[] { 3, 4 }));
        x.grad = tensor(new float[] { 2, 2 });
        optimizer.Step(0.1);        // m̂ = (0.9·0.2 + 0.2, −0.9·0.2 + 0.2)/0.19 = (2, 2/19), √v̂ = 2: u = (1, 1/19)
        var ratio = 0.5 / Math.Sqrt(1 + 1 / 361.0);
        AssertValues(x, 3 - ratio, 4 - ratio / 19);
    }

    [Fact]
    public void Lamb_takes_the_plain_step_where_a_parameter_is_zero()
    {
        var x = Leaf([0, 0]);
        using var optimizer = new Lamb([x]);
        x.grad = tensor(new float[] { 2, -5 });
        optimizer.Step(0.1);
        AssertValues(x, -0.1, 0.1);
    }

    [Fact]
    public void Lamb_stays_where_nothing_pulls()
    {
        var x = Leaf([3, 4]);
        using var optimizer = new Lamb([x]);
        x.grad = tensor(new float[] { 0, 0 });
        optimizer.Step(0.1);
        AssertValues(x, 3, 4);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Parameters_without_a_gradient_stay_and_gradients_are_cleared(string kind)
    {
        var (used, unused) = (Leaf([1, -2]), Leaf([5, 5]));
        using var optimizer = Make(kind, used, unused);
        Step(optimizer, used, 1);
        Assert.Null(used.grad);
        AssertValues(unused, 5, 5);
        Assert.NotEqual(1, used[0].item<float>());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_leave_no_tensor_behind(string kind)
    {
        var x = Leaf([1, -2]);
        var before = LiveTensors.Count;
        using (var optimizer = Make(kind, x))
        {
            Step(optimizer, x, 1);
            var after = LiveTensors.Count;
            for (var step = 0; step < 5; step++) Step(optimizer, x, 1);
            Assert.Equal(after, LiveTensors.Count);
        }

        Assert.Equal(before, LiveTensors.Count);
    }

    public void Dispose() => _scope.Dispose();

    private static IOptimizer Make(string kind, params Tensor[] parameters) => kind switch
    {
        "lion" => new Lion(parameters, 0.95, 0.98, 0.01),
        "adamw" => new AdamW(parameters, 0.9, 0.999, 0.01),
        "lamb" => new Lamb(parameters),
        _ => new Sgd(parameters, 0.9, 0.01),
    };

    private static void Step(IOptimizer optimizer, Tensor x, float gradient)
    {
        using var scope = NewDisposeScope();
        (x * gradient).sum().backward();
        optimizer.Step(0.1);
    }

    private static Tensor Leaf(float[] values) => tensor(values).requires_grad_(true);

    private static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetSingle())];

    private static void AssertValues(Tensor x, params double[] expected) =>
        Assert.All(expected.Zip(x.data<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
}
