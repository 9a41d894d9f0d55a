using System.Diagnostics;
using System.Globalization;
using Contracts;

namespace Charts.Benchmarks;

/// <summary>The server in a process of its own, so that its processor time is its own.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;

    private HostProcess(Process process, Uri address, RunId? run) => (_process, Address, Run) = (process, address, run);

    public Uri Address { get; }

    /// <summary>The run that goes on; null where none was asked for.</summary>
    public RunId? Run { get; }

    /// <summary>Processor time so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<HostProcess> StartAsync(string folder, int points, bool train, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Charts.Benchmarks.dll"), "host", "--folder", folder,
                "--points", points.ToString(CultureInfo.InvariantCulture), "--train", train ? "1" : "0",
            },
        };
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Split(' ') is ["ready", var address, var run]) return new HostProcess(process, new Uri(address), Id(run));
            Console.WriteLine(line);
        }

        throw new InvalidOperationException("The server did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static RunId? Id(string text) => RunId.TryParse(text, null, out var id) ? id : null;
}
