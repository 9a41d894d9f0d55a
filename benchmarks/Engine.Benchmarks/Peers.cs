using System.Diagnostics;
using System.Globalization;
using Engine.Native;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Benchmarks;

/// <summary>Our steps against plain PyTorch's, in turn, in one run on one machine: the ratio holds when the machine's speed drifts.</summary>
internal static class Peers
{
    private const int Rounds = 5;

    public static int Run(string[] arguments)
    {
        var numbers = arguments.Select(argument => int.Parse(argument, CultureInfo.InvariantCulture)).ToArray();
        var (channels, side, threads, realBatch) = numbers is [var c, var s, var t, var r] ? (c, s, t, r) : (1, 28, Environment.ProcessorCount, 256);
        NativeLibraries.EnsureLoaded();
        set_num_threads(threads);
        using var ours = new Workload(new ImageShape(channels, side, side), realBatch);
        using var peer = new Peer(channels, side, threads, realBatch);
        Write($"images {channels}x{side}x{side}, {threads} threads, {realBatch} real images per class; ours: TorchSharp 0.107.0; peer: PyTorch {peer.Version}");
        Compare("DM iteration", () => ours.DistributionMatching(3).Skip(1).ToList(), () => peer.Seconds("dm", 2));
        var step = Compare("ConvNet training step, 256 images", () => ours.TrainingSteps(3).Skip(1).ToList(), () => peer.Seconds("step", 2));
        var rate = Workload.MatrixProductRate();
        var reached = 3 * 2 * ours.MultiplyAdds * 256 / step / 1e9;
        Write($"matrix product {rate:F1} GF/s; training step {reached:F1} GF/s = {100 * reached / rate:F0} % of it");
        return 0;
    }

    /// <summary>Rounds of ours, then the peer's; prints both medians and the ratio round by round; gives our median.</summary>
    private static double Compare(string name, Func<List<double>> ours, Func<List<double>> peer)
    {
        ours();
        peer();
        var rounds = Enumerable.Range(0, Rounds).Select(_ => (Ours: Median(ours()), Peer: Median(peer()))).ToList();
        var ratios = rounds.Select(round => round.Peer / round.Ours).ToList();
        var median = Median([.. rounds.Select(round => round.Ours)]);
        Write($"{name}: ours {median:F3} s, peer {Median([.. rounds.Select(round => round.Peer)]):F3} s, ratio {Median(ratios):F2} ({ratios.Min():F2} to {ratios.Max():F2} over {Rounds} rounds)");
        return median;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>The peer script, kept running between rounds.</summary>
    private sealed class Peer : IDisposable
    {
        private readonly Process _process;

        public Peer(int channels, int side, int threads, int realBatch)
        {
            var script = Path.Combine(Repository(), "benchmarks", "peers", "torch_peer.py");
            _process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, $"{channels}", $"{side}", $"{threads}", $"{realBatch}"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            Version = Line().Split(' ')[1];
        }

        public string Version { get; }

        public List<double> Seconds(string what, int count)
        {
            _process.StandardInput.WriteLine($"{what} {count}");
            _process.StandardInput.Flush();
            var seconds = new List<double>();
            for (var line = Line(); line != "done"; line = Line()) seconds.Add(double.Parse(line, CultureInfo.InvariantCulture));
            return seconds;
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
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Dashboard.sln"))) folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("Run the benchmark from a checkout.");
        }
    }
}
