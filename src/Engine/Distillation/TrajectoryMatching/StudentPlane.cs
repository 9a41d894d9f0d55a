using Contracts;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Distillation.TrajectoryMatching;

/// <summary>The paths of a student and of its expert through the parameters, drawn in the plane of their largest variance.</summary>
internal static class StudentPlane
{
    /// <summary>Both paths in one plane.</summary>
    /// <param name="expert">The expert's parameters from the start epoch to the one to catch up with.</param>
    /// <param name="student">Every place of the student.</param>
    public static IReadOnlyList<ProjectedPath> Paths(IReadOnlyList<Tensor> expert, IReadOnlyList<Tensor> student)
    {
        using var scope = NewDisposeScope();
        var points = stack([.. expert, .. student]);
        using var plane = Plane.Of(points);
        var (x, y) = plane.Project(points);
        return
        [
            new(ProjectedPath.Expert, "", [.. x.Take(expert.Count)], [.. y.Take(expert.Count)]),
            new(ProjectedPath.Student, "", [.. x.Skip(expert.Count)], [.. y.Skip(expert.Count)]),
        ];
    }
}
