using System.Globalization;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Benchmarks;

/// <summary>Our steps against plain PyTorch's, in turn, in one run on one machine: the ratio holds when the machine's speed drifts.</summary>
internal static class Peers
{
    private static readonly (string Name, string Title)[] Methods =
    [
        ("dm", "DM iteration"), ("dsa", "DSA: two matching steps and an epoch between them"),
        ("mtt", "MTT iteration, 20 steps, 1 image per class"), ("frepo", "FRePo iteration"),
    ];

    private const int Rounds = 5;
    private const int StepsOnCpu = 2;
    private const int StepsOnGpu = 30;

    public static int Run(string[] arguments)
    {
        var options = DeviceOptions.Parse(arguments);
        var (channels, side, threads, realBatch) = options.Numbers is [var c, var s, var t, var r] ? (c, s, t, r) : (1, 28, options.Threads, 256);
        var device = options.Open();
        set_num_threads(threads);
        var steps = options.Device == "cpu" ? StepsOnCpu : StepsOnGpu;
        using var ours = new Workload(new ImageShape(channels, side, side), realBatch, device);
        using var peer = new PeerProcess(options, "torch_peer.py", $"{channels}", $"{side}", $"{threads}", $"{realBatch}", options.Device);
        Write($"images {channels}x{side}x{side} on {device}, {threads} threads, {realBatch} real images per class");
        Write($"ours: TorchSharp 0.107.0, libtorch {__version__}; peer: PyTorch {peer.Version}");
        foreach (var (name, title) in Methods.Where(method => options.Text("--only") is not { } only || only.Split(',').Contains(method.Name)))
            Compare(title, () => ours.Iterations(name, steps + 1).Skip(1).ToList(), () => peer.Ask($"{name} {steps}"));
        var step = Compare("ConvNet training step, 256 images", () => ours.TrainingSteps(steps + 1).Skip(1).ToList(), () => peer.Ask($"step {steps}"));
        var rate = ours.MatrixProductRate();
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
        Write($"{name}: ours {median:F4} s, peer {Median([.. rounds.Select(round => round.Peer)]):F4} s, ratio {Median(ratios):F2} ({ratios.Min():F2} to {ratios.Max():F2} over {Rounds} rounds)");
        return median;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
