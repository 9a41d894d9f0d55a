namespace Contracts;

/// <summary>One stretch in which a run held a device: from the moment the engine took it up until it ended, pauses included.</summary>
/// <param name="Device">"cpu", "cuda:0", …</param>
/// <param name="QueuedAt">Since when the run had waited for it, UTC.</param>
/// <param name="StartedAt">When the engine took the run up, UTC.</param>
/// <param name="EndedAt">
/// When it left the run, UTC; null while it works on it. Of an interrupted run the last sign of life, not the next start of the server.
/// </param>
/// <param name="Status">How it ended; Running until then.</param>
public sealed record Sitting(string Device, DateTimeOffset QueuedAt, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, RunStatus Status);
