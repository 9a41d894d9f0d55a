namespace Engine.Runs;

/// <summary>A fault that ends a run with a reason for people: no bug, so no stack.</summary>
public sealed class RunFault : Exception
{
    /// <summary>A fault without a reason; there is always a better one.</summary>
    public RunFault()
    {
    }

    /// <summary>A fault with its reason, in a sentence.</summary>
    public RunFault(string message) : base(message)
    {
    }

    /// <summary>A fault with its reason and what caused it.</summary>
    public RunFault(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>The run was asked to stop and did so between two iterations.</summary>
internal sealed class RunStoppedException(StopRequest request) : Exception
{
    /// <summary>Who asked.</summary>
    public StopRequest Request { get; } = request;
}
