using System.Diagnostics;
using System.Globalization;

namespace Engine.Benchmarks;

/// <summary>A peer script of benchmarks/peers, kept running between rounds: it reads one command a line and answers with numbers, then "done".</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    public PeerProcess(DeviceOptions options, string script, params IEnumerable<string> arguments)
    {
        var file = Path.Combine(Repository(), "benchmarks", "peers", script);
        _process = Process.Start(new ProcessStartInfo(options.Python, [file, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Version = Line().Split(' ')[1];
    }

    /// <summary>Version of its PyTorch.</summary>
    public string Version { get; }

    /// <summary>What the peer answers to a command.</summary>
    public List<double> Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        var numbers = new List<double>();
        for (var line = Line(); line != "done"; line = Line()) numbers.Add(double.Parse(line, CultureInfo.InvariantCulture));
        return numbers;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Line() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer ended: is python3-torch installed?");

    private static string Repository()
    {
        return Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory) ?? throw new InvalidOperationException("Run the benchmark from a checkout.");

        static string? Above(string start)
        {
            var folder = new DirectoryInfo(start);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Dashboard.sln"))) folder = folder.Parent;
            return folder?.FullName;
        }
    }
}
