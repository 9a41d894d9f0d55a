using System.Diagnostics;

namespace Visit.Benchmarks;

/// <summary>The server under test, on a folder and a port of its own.</summary>
internal sealed class OwnServer : IDisposable
{
    private const string Listening = "Now listening on: ";
    private readonly Process _process;

    private OwnServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<OwnServer> StartAsync(string program, string folder, int port)
    {
        string[] arguments = [Path.GetFullPath(program), "--urls", $"http://127.0.0.1:{port}", "--Storage:Folder", folder];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(program)),        // a published server finds its files there
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains(Listening, StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new OwnServer(process, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim()));
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
