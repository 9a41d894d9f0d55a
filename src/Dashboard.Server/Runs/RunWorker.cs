using Contracts;
using Dashboard.Server.Hosting;
using Dashboard.Server.Storage;
using Engine.Runs;

namespace Dashboard.Server.Runs;

/// <summary>One thread per device, not of the pool: the engine works for hours and its scopes belong to a thread.</summary>
internal sealed partial class RunWorker(
    RunQueue queue, ActiveRuns active, EngineDoor engine, StorageFolder folder, RunWorker.Context context) : IHostedService
{
    private const int StackBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan EnginePatience = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan ArchivePatience = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _threads = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var device in queue.Devices)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _threads.Add(done.Task);
            new Thread(() => Work(device.Name, done), StackBytes) { Name = "engine " + device.Name, IsBackground = true }.Start();
        }

        return Task.CompletedTask;
    }

    /// <summary>Every run may write a checkpoint and every event is stored, within the ten seconds that a stop may take.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        foreach (var run in active.All.Where(run => run.IsStarted)) run.Control.Stop(StopRequest.Shutdown);
        if (!await Within(Task.WhenAll(_threads), EnginePatience)) Log.EngineTooSlow(context.Log);
        if (!await Within(Task.WhenAll(active.All.Where(run => run.HasEnded).Select(run => run.Archived)), ArchivePatience))
        {
            Log.StoreTooSlow(context.Log);
        }

        context.Archiver.Stop();
    }

    private void Work(string device, TaskCompletionSource done)
    {
        try
        {
            // Ends when the host goes down: what waits in the line is queued again at the next start.
            foreach (var run in queue.Take(device, _stop.Token)) Execute(run);
        }
        finally
        {
            done.SetResult();
        }
    }

    private void Execute(ActiveRun run)
    {
        if (_stop.IsCancellationRequested) run.Control.Stop(StopRequest.Shutdown);
        var reason = "The engine left the run without a word.";
        try
        {
            engine.Execute(run.Spec, run.Log, run.Control, folder.Run(run.Id));
        }
        catch (Exception e)     // a fault of the engine must not end the thread that serves the next run
        {
            Log.EngineThrew(context.Log, run.Id, e);
            reason = $"A fault of the engine: {e.Message}";
        }

        run.End(reason);
    }

    private static async Task<bool> Within(Task task, TimeSpan patience)
    {
        try
        {
            await task.WaitAsync(patience);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    internal sealed record Context(RunArchiver Archiver, ILogger<RunWorker> Log);

    private static partial class Log
    {
        [LoggerMessage(40, LogLevel.Error, "The engine threw while it worked on run {Run}.")]
        public static partial void EngineThrew(ILogger logger, RunId run, Exception exception);

        [LoggerMessage(41, LogLevel.Warning, "The engine did not stop in time; its run will be told as interrupted at the next start.")]
        public static partial void EngineTooSlow(ILogger logger);

        [LoggerMessage(42, LogLevel.Warning, "Not every event could be stored before the stop.")]
        public static partial void StoreTooSlow(ILogger logger);
    }
}
