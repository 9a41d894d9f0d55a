using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace EndToEnd.Tests;

/// <summary>The real server in a process of its own, on a folder that outlives it, so that it can be ended in every way and started again.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Dictionary<string, TaskCompletionSource<string>> _awaited = [];
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
    }

    public Uri Address => _address.Task.Result;

    /// <summary>Starts the server and waits until it listens.</summary>
    /// <param name="folder">Its storage folder.</param>
    /// <param name="port">Its port; 0 for any.</param>
    /// <param name="arguments">More of its command line.</param>
    public static async Task<ServerProcess> StartAsync(string folder, int port = 0, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Dashboard.Server.dll"), "--urls", $"http://127.0.0.1:{port}", "--Storage:Folder", folder,
                "--Engine:Threads", "1",
            },
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var server = new ServerProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        server._process.Exited += (_, _) => server._address.TrySetException(new InvalidOperationException("The server ended:\n" + server.Output()));
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        await server._address.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>What it says after some words on their line, once it does.</summary>
    public Task<string> SaysAfterAsync(string words)
    {
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            _awaited[words] = said;
            foreach (var line in _output.ToString().Split('\n')) Answer(line);
        }

        return said.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    /// <summary>Ends it without a warning, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Asks it to end, as a service manager does; gives its exit status and the time it took.</summary>
    public async Task<(int Status, TimeSpan Took)> TerminateAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(0, Signal(_process.Id, Terminate));
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        return (_process.ExitCode, TimeProvider.System.GetElapsedTime(began));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null) return;
        lock (_output)
        {
            _output.AppendLine(line);
            Answer(line);
        }

        var at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0) _address.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
    }

    private string Output()
    {
        lock (_output) return _output.ToString();
    }

    private void Answer(string line)
    {
        foreach (var (words, said) in _awaited)
        {
            var at = line.IndexOf(words, StringComparison.Ordinal);
            if (at >= 0) said.TrySetResult(line[(at + words.Length)..].Trim());
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}
