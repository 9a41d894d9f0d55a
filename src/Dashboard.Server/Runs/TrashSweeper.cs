namespace Dashboard.Server.Runs;

/// <summary>Empties the trash of what has been in it long enough, at the start and every hour.</summary>
internal sealed partial class TrashSweeper(RunTrash trash, TimeProvider time, ILogger<TrashSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        try
        {
            await SweepAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken)) await SweepAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The host goes down.
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        try
        {
            if (await trash.PurgeOldAsync(stopping) is null) await trash.CompactAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            Log.Failed(log, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(83, LogLevel.Warning, "The trash cannot be emptied now; the next hour tries again.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
