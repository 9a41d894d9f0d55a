namespace Dashboard.Server.Hosting;

/// <summary>Tells why the server does not start, in one line instead of a stack trace.</summary>
internal static partial class StartRefusal
{
    /// <summary>Logs the reason; gives the exit status.</summary>
    public static int Tell(Exception reason)
    {
        using var logs = LoggerFactory.Create(logging => logging.AddSimpleConsole());
        Log.Refused(logs.CreateLogger("Dashboard.Server"), reason.Message);
        return 1;
    }

    private static partial class Log
    {
        [LoggerMessage(70, LogLevel.Critical, "The server does not start. {Reason}")]
        public static partial void Refused(ILogger logger, string reason);
    }
}
