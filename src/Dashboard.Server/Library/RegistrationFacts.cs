using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;

namespace Dashboard.Server.Library;

/// <summary>All that is known of a stored set when a person registers it, from the run that made it.</summary>
internal sealed class RegistrationFacts(RunDesk desk, EngineDoor engine)
{
    /// <summary>A version without name and number; or why there is none.</summary>
    public (LibraryVersion? Version, SpecFault? Fault) Of(LibraryRegistration asked)
    {
        if (desk.State(asked.Run) is not { } state || desk.Spec(asked.Run) is not { } spec) return (null, new SpecFault("run", $"There is no run {asked.Run}."));
        if (spec.Mitigation is not null) return (null, new SpecFault("run", $"Run {asked.Run} is a batch; it makes no synthetic set."));
        if (state.SyntheticSets.IsEmpty) return (null, new SpecFault("run", $"Run {asked.Run} has stored no synthetic set."));
        var saved = asked.Iteration is { } iteration ? state.SyntheticSets.GetValueOrDefault(iteration) : state.SyntheticSets.Values.Last();
        if (saved is null) return (null, new SpecFault("iteration", $"Run {asked.Run} stored no set after iteration {asked.Iteration}."));
        return (Of(state, spec, saved), null);
    }

    private LibraryVersion Of(RunState state, RunSpec spec, SyntheticSetSaved saved) => new()
    {
        Name = "",
        Version = 0,
        Run = state.Summary.Id,
        RunName = state.Summary.Name,
        Set = saved,
        DataBytes = 0,
        PictureBytes = 0,
        Spec = spec,
        Engine = EngineOf(state.Summary.Id),
        SourceLicence = engine.DataSets().FirstOrDefault(set => set.Name == spec.Data.Name)?.Licence ?? "",
        SoftLabels = false,
        Matrix = MatrixOf(state, saved.Iteration),
        RunCreatedAt = state.Summary.CreatedAt,
        RunEndedAt = state.Summary.EndedAt,
        RegisteredAt = default,
    };

    /// <summary>The matrix of the run tells of its newest judged set; scores of another iteration do not belong to this one.</summary>
    private static IReadOnlyList<MatrixRow> MatrixOf(RunState state, int iteration)
    {
        var own = state with { Evaluations = [.. state.Evaluations.Where(one => one.Set != "synthetic" || one.Iteration == iteration)] };
        return [.. own.Matrix().Where(row => row.Synthetic is not null)];
    }

    private string EngineOf(RunId id) => desk.Log(id).OfType<RunStarted>().LastOrDefault()?.Engine ?? "";
}
