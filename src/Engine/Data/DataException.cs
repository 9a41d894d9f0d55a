namespace Engine.Data;

/// <summary>Data that cannot be used, with every fault that was found.</summary>
/// <param name="faults">What is wrong, one sentence each; at least one.</param>
/// <param name="cause">What the runtime said, if it said something.</param>
public sealed class DataException(IReadOnlyList<string> faults, Exception? cause = null) : Exception(Told(faults), cause)
{
    private const int MostTold = 20;

    /// <summary>One fault.</summary>
    public DataException(string fault, Exception? cause = null)
        : this([fault], cause)
    {
    }

    /// <summary>What is wrong, one sentence each.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;

    private static string Told(IReadOnlyList<string> faults) => faults.Count <= MostTold
        ? string.Join(Environment.NewLine, faults)
        : string.Join(Environment.NewLine, [.. faults.Take(MostTold), $"… and {faults.Count - MostTold} more."]);
}
