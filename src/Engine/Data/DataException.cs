using Contracts;

namespace Engine.Data;

/// <summary>Data that cannot be used, with every fault that was found.</summary>
/// <param name="faults">What is wrong, one sentence each; at least one.</param>
/// <param name="cause">What the runtime said, if it said something.</param>
public sealed class DataException(IReadOnlyList<Sentence> faults, Exception? cause = null) : Exception(Told(faults), cause)
{
    private const int MostTold = 20;

    /// <summary>One fault.</summary>
    public DataException(Sentence fault, Exception? cause = null)
        : this([fault], cause)
    {
    }

    /// <summary>What is wrong, one sentence each.</summary>
    public IReadOnlyList<Sentence> Faults { get; } = faults;

    private static string Told(IReadOnlyList<Sentence> faults) => faults.Count <= MostTold
        ? string.Join(Environment.NewLine, faults)
        : string.Join(Environment.NewLine, [.. faults.Take(MostTold), $"… and {faults.Count - MostTold} more."]);
}
