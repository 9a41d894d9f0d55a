using Engine.Mitigation;
using Engine.Networks;
using Engine.Numerics;
using Engine.Tests.Networks;
using Engine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Mitigation;

public sealed class KnowledgeDistillationTests : IDisposable
{
    private static readonly Objective CrossEntropy = (_, logits, targets) => nn.functional.cross_entropy(logits, targets);

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Network _teacher = NetworkCase.Create("convnet", """{"width":4,"norm":"batch"}""", NetworkCase.Color32, classes: 3);
    private readonly Network _student = NetworkCase.Create("mlp", """{"width":8}""", NetworkCase.Color32, classes: 3, seed: 2);
    private readonly Tensor _x = NetworkCase.Images(NetworkCase.Color32, 4);
    private readonly Tensor _y = tensor(new long[] { 0, 1, 2, 1 });

    [Fact]
    public void The_divergence_is_the_hand_made_one()
    {
        var distillation = new KnowledgeDistillation(_teacher, 0.5, 2);
        var teacher = tensor(new[] { 2 * MathF.Log(3), 0f }, [1, 2]);       // softened by T = 2: 3/4, 1/4
        var student = zeros(1, 2);                                          // 1/2, 1/2
        Assert.Equal(0.75 * Math.Log(1.5) + 0.25 * Math.Log(0.5), distillation.Divergence(teacher, student).item<float>(), 1e-6);
        Assert.Equal(0.5 * Math.Log(2.0 / 3) + 0.5 * Math.Log(2), distillation.Divergence(student, teacher).item<float>(), 1e-6);
        var batch = distillation.Divergence(cat([teacher, student]), zeros(2, 2)).item<float>();
        Assert.Equal((0.75 * Math.Log(1.5) + 0.25 * Math.Log(0.5)) / 2, batch, 1e-6);
    }

    [Theory]
    [InlineData(0.5, 1.5)]
    [InlineData(0.8, 4)]
    public void The_loss_weighs_the_squared_temperature_and_the_labels(double weight, double temperature)
    {
        var distillation = new KnowledgeDistillation(_teacher, weight, temperature);
        var logits = _student.Forward(_x);
        var expected = weight * temperature * temperature * distillation.Divergence(_teacher.Forward(_x), logits).item<float>()
            + (1 - weight) * nn.functional.cross_entropy(logits, _y).item<float>();
        Assert.Equal(expected, distillation.With(CrossEntropy)(_x, logits, _y).item<float>(), 1e-5);
    }

    [Fact]
    public void A_student_that_is_its_teacher_learns_from_the_labels_alone()
    {
        const double weight = 0.5;
        var distillation = new KnowledgeDistillation(_teacher, weight, 1.5);
        Assert.Equal(0, distillation.Divergence(_teacher.Forward(_x), _teacher.Forward(_x)).item<float>(), 1e-7);
        var mixed = Gradients.Of(distillation.With(CrossEntropy)(_x, _teacher.Forward(_x), _y), _teacher.Parameters, createGraph: false);
        var labels = Gradients.Of(CrossEntropy(_x, _teacher.Forward(_x), _y), _teacher.Parameters, createGraph: false);
        Assert.All(mixed.Zip(labels), pair => Assert.True(pair.First.allclose(weight * pair.Second, 1e-4, 1e-6)));
        Assert.Contains(labels, gradient => gradient.abs().max().item<float>() > 1e-2);
    }

    [Fact]
    public void At_weight_0_the_loss_is_the_label_loss_itself() =>
        Assert.Same(CrossEntropy, new KnowledgeDistillation(_teacher, 0, 1.5).With(CrossEntropy));

    [Fact]
    public void At_weight_1_labels_have_no_say()
    {
        var objective = new KnowledgeDistillation(_teacher, 1, 1.5).With(CrossEntropy);
        var logits = _student.Forward(_x);
        Assert.Equal(objective(_x, logits, _y).item<float>(), objective(_x, logits, _y.flip(0)).item<float>());
    }

    [Fact]
    public void The_teacher_is_neither_changed_nor_derived_and_sees_the_students_images()
    {
        var before = _teacher.Buffers[0].clone();
        var objective = new KnowledgeDistillation(_teacher, 1, 1.5).With(CrossEntropy);
        var loss = objective(_x, _student.Forward(_x), _y);
        loss.backward();
        Assert.All(_teacher.Parameters, parameter => Assert.Null(parameter.grad));
        Assert.True(before.equal(_teacher.Buffers[0]).all().item<bool>());
        Assert.All(_student.Parameters, parameter => Assert.NotNull(parameter.grad));
        Assert.NotEqual(loss.item<float>(), objective(_x.flip(3), _student.Forward(_x), _y).item<float>());
    }

    [Fact]
    public void Soft_targets_are_softened_labels_and_stay_as_they_were()
    {
        var plan = new RecipePlan(new RecipeOptions { LabelTemperature = 0.5 }, 8, 2);
        using var set = NewSet(tensor(new float[] { 0, 0.5f, 0, 1, 1, 1 }, [2, 3]));
        var before = set.SoftLabels!.clone();
        var targets = plan.Targets(set);
        Assert.Equal(Math.E / (Math.E + 2), targets[0, 1].item<float>(), 1e-6);
        Assert.Equal(1.0 / 3, targets[1, 0].item<float>(), 1e-6);
        Assert.True(before.equal(set.SoftLabels).all().item<bool>());
        using var hard = NewSet(null);
        Assert.Equal([0L, 1L], plan.Targets(hard).data<long>().ToArray());
    }

    public void Dispose()
    {
        _teacher.Dispose();
        _student.Dispose();
        _scope.Dispose();
    }

    private static Engine.Data.SyntheticSet NewSet(Tensor? soft) => new(zeros(2, 3, 8, 8), tensor(new long[] { 0, 1 }), ["a", "b", "c"], null!, soft);
}
