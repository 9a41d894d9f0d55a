namespace Dashboard.Client.Features.Queue;

/// <summary>A move that buttons and keys ask for.</summary>
public enum QueueStep
{
    /// <summary>One place towards the front.</summary>
    Up,

    /// <summary>One place towards the end.</summary>
    Down,

    /// <summary>To the front.</summary>
    First,
}
