namespace Dashboard.Server.Hosting;

/// <summary>The settings do not allow a start; the message says what to change.</summary>
internal sealed class StartRefusedException(string message) : Exception(message);
