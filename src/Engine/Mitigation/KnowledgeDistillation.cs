using Engine.Networks;
using Engine.Numerics;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Mitigation;

/// <summary>Knowledge distillation from a small teacher (Hinton et al., arXiv 1503.02531), on the very images that the student sees.</summary>
/// <remarks>α·T²·KL(softmax(z_t/T) ‖ softmax(z_s/T)) + (1 − α)·L, with L the loss by the labels; the teacher is in evaluation mode.</remarks>
/// <param name="teacher">A trained network with the student's classes. Not changed.</param>
/// <param name="weight">α, 0 to 1; at 0 the teacher is never asked.</param>
/// <param name="temperature">T, above 0.</param>
internal sealed class KnowledgeDistillation(Network teacher, double weight, double temperature)
{
    /// <summary>The objective that mixes the teacher's word with a loss by the labels.</summary>
    public Objective With(Objective labels) => weight == 0
        ? labels
        : (x, logits, targets) =>
            Divergence(Logits(x), logits).mul(Number.Of(weight * temperature * temperature))
                .add(labels(x, logits, targets).mul(Number.Of(1 - weight)), Number.One);

    /// <summary>KL(softmax(teacher/T) ‖ softmax(student/T)), the mean over the batch; 0 where both agree.</summary>
    public Tensor Divergence(Tensor teacherLogits, Tensor studentLogits)
    {
        var teacherLog = nn.functional.log_softmax(teacherLogits.div(Number.Of(temperature)), 1);
        var studentLog = nn.functional.log_softmax(studentLogits.div(Number.Of(temperature)), 1);
        return (teacherLog.exp() * (teacherLog - studentLog)).sum(1).mean();
    }

    private Tensor Logits(Tensor x)
    {
        using var withoutGraph = no_grad();
        return teacher.Forward(x.detach());
    }
}
