using System.Globalization;
using static TorchSharp.torch;

namespace Engine.Benchmarks;

/// <summary>
/// What a training step of the Full recipe costs beside a Baseline step and the teacher's forward pass, and beside the same step in plain PyTorch.
/// All of them take turns within every round: a ratio is taken within a round, where the machine's speed has had least time to drift.
/// </summary>
internal sealed class MitigationSteps(MitigationWorkload ours, PeerProcess peer, int rounds)
{
    private const double MostOfBaselineAndTeacher = 1.15;
    private const double MostOfPeer = 1.0;
    private const double Seconds = 0.4;
    private const int MostSteps = 30;

    /// <summary>Before the first fall, the lowest, the last phase's, and the mean of the schedule: what a whole training costs per step.</summary>
    private static readonly IReadOnlyList<double> KeepRates = [1.0, 0.5, 0.8, 0.7625];

    private static readonly string MeanRate = Text($"{KeepRates[^1]:0.####}");

    public static int Run(string[] arguments)
    {
        var options = DeviceOptions.Parse(arguments);
        var device = options.Open();
        var rounds = int.Parse(options.Text("--rounds") ?? "7", CultureInfo.InvariantCulture);
        var clock = options.Text("--clock") ?? "wall";
        var alike = true;
        foreach (var one in MitigationCase.All(options))
        {
            using var peer = new PeerProcess(options, "torch_mitigation.py", [.. one.Arguments, Text($"{options.Threads}"), options.Device, clock]);
            using var ours = new MitigationWorkload(one, device, new StepClock(device, clock));
            Write($"{one}, batch {MitigationWorkload.Batch}, on {device}, {options.Threads} threads, {clock} clock; libtorch {__version__}, peer PyTorch {peer.Version}");
            alike &= Alike(new MitigationAgreement(one, device, peer));
            new MitigationSteps(ours, peer, rounds).Compare();
        }

        return alike ? 0 : 1;
    }

    private static bool Alike(MitigationAgreement agreement)
    {
        var alike = true;
        foreach (var recipe in (string[])["baseline", "full"])
        {
            var differences = agreement.Differences(recipe);
            alike &= differences[0] < MitigationAgreement.Tolerance;
            Write($"  losses of {recipe} steps differ by {string.Join(", ", differences.Select(value => Text($"{value:0.0e0}")))} of their value, {(differences[0] < MitigationAgreement.Tolerance ? "alike" : "NOT ALIKE")}");
        }

        return alike;
    }

    private void Compare()
    {
        var (baselineCount, fullCount, teacherCount) =
            (Count(ours.Baseline(1)[0]), Count(ours.Full(1, KeepRates)[0][0]), Count(ours.TeacherPasses(1)[0]));
        _ = (peer.Ask("baseline 1"), peer.Ask($"full 1 {MeanRate}"));
        var seen = Enumerable.Range(0, rounds).Select(_ => new Round(
            Median(ours.Baseline(baselineCount)),
            [.. ours.Full(fullCount, KeepRates).Select(Median)],
            Median(ours.TeacherPasses(teacherCount)),
            Median([.. peer.Ask($"baseline {baselineCount + 1}").Skip(1)]),
            Median([.. peer.Ask($"full {fullCount + 1} {MeanRate}").Skip(1)]),
            Median([.. peer.Ask($"teacher {teacherCount + 1}").Skip(1)]))).ToList();
        Tell(seen);
    }

    private void Tell(List<Round> seen)
    {
        Write($"  seconds: Baseline {Middle(seen, r => r.Baseline)}, teacher's forward pass {Middle(seen, r => r.Teacher)}; peer: Baseline {Middle(seen, r => r.PeerBaseline)}, Full {Middle(seen, r => r.PeerFull)}, teacher {Middle(seen, r => r.PeerTeacher)}");
        Write($"  Baseline: {Ratio(seen, r => r.Baseline, r => r.PeerBaseline, MostOfPeer)} of the peer's");
        for (var rate = 0; rate < KeepRates.Count; rate++)
        {
            var at = rate;
            var own = Ratio(seen, r => r.Full[at], r => r.Baseline + r.Teacher, MostOfBaselineAndTeacher);
            Write($"  Full at {KeepRates[at]:0.####}: {Middle(seen, r => r.Full[at])} s, {own} of Baseline + teacher, {Ratio(seen, r => r.Full[at], r => r.PeerFull, MostOfPeer)} of the peer's");
        }
    }

    private static int Count(double seconds) => Math.Clamp((int)(Seconds / seconds), 1, MostSteps);

    private static string Middle(List<Round> seen, Func<Round, double> value) => Text($"{Median([.. seen.Select(value)]):F4}");

    /// <summary>The median ratio of the rounds, its range, the ratio of the shortest times, and whether the median is over the goal.</summary>
    private static string Ratio(List<Round> seen, Func<Round, double> one, Func<Round, double> other, double most)
    {
        var ratios = seen.Select(round => one(round) / other(round)).ToList();
        var median = Median(ratios);
        return Text($"{median:F2} ({ratios.Min():F2} to {ratios.Max():F2}, shortest {seen.Min(one) / seen.Min(other):F2}){(median > most ? " OVER" : "")}");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Write(FormattableString line) => Console.WriteLine(Text(line));

    /// <summary>Median seconds of each part in one round.</summary>
    private sealed record Round(double Baseline, IReadOnlyList<double> Full, double Teacher, double PeerBaseline, double PeerFull, double PeerTeacher);
}
