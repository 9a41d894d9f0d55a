using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>Experts held in a list; a deletion takes one out, unless it is told to answer otherwise.</summary>
internal sealed class RememberedExperts(params ExpertBufferEntry[] entries) : IExperts
{
    private readonly List<ExpertBufferEntry> _entries = [.. entries];

    /// <summary>The answer to every deletion; null for taking it.</summary>
    public Func<CommandResult>? Answer { get; set; }

    public IReadOnlyList<ExpertBufferEntry> List() => [.. _entries];

    public Task<CommandResult> DeleteAsync(string name, CancellationToken cancellation)
    {
        if (Answer is { } answer) return Task.FromResult(answer());
        return Task.FromResult(_entries.RemoveAll(entry => entry.Name == name) > 0 ? CommandResult.Done : CommandResult.NotFound);
    }
}
