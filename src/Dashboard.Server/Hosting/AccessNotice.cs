namespace Dashboard.Server.Hosting;

/// <summary>Says at start who can reach the server.</summary>
internal sealed partial class AccessNotice(IConfiguration configuration, ILogger<AccessNotice> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (AccessRule.AllowsNonLoopback(configuration)) Log.Open(log);
        else Log.Loopback(log);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(50, LogLevel.Information,
            "There is no login: whoever works on this machine may do everything. Other machines cannot connect.")]
        public static partial void Loopback(ILogger logger);

        [LoggerMessage(51, LogLevel.Warning,
            "There is no login and other machines may connect (Auth:AllowNonLoopback). Whoever can reach the server may do everything.")]
        public static partial void Open(ILogger logger);
    }
}
