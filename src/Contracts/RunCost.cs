using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Contracts;

/// <summary>What a run has cost, folded from its log. Pure, as <see cref="RunState"/> is: reading on from <see cref="Seq"/> is enough.</summary>
/// <remarks>Time is what was worked: pauses, waiting in line and the time between an interruption and its resume are left out.</remarks>
public sealed partial record RunCost
{
    private const string Distil = "distil";

    /// <summary>The cost of a run that was never taken up.</summary>
    public static readonly RunCost None = new();

    /// <summary>Sequence number of the last applied event.</summary>
    public long Seq { get; init; }

    /// <summary>Wall seconds of each phase ("prepare", "experts", "distil", …), the present one up to the last event.</summary>
    public ImmutableSortedDictionary<string, double> PhaseSeconds { get; init; } =
        ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>Wall seconds of every training that judged a set, or was a cell of a batch.</summary>
    public double JudgingSeconds { get; init; }

    /// <summary>The part of <see cref="JudgingSeconds"/> that lies inside the distillation.</summary>
    public double JudgingWhileDistilling { get; init; }

    /// <summary>Floating-point operations of every cell of a batch; 0 where none is told.</summary>
    public double Flops { get; init; }

    /// <summary>Largest measured memory of the process, MiB; null until measured.</summary>
    public double? ProcessMemory { get; init; }

    /// <summary>Largest measured memory of the device, MiB; null without one.</summary>
    public double? DeviceMemory { get; init; }

    /// <summary>The memory that was forecast before the start, MiB; null where none was.</summary>
    public double? Forecast { get; init; }

    /// <summary>Wall seconds of all phases.</summary>
    public double WallSeconds => PhaseSeconds.Values.Sum();

    /// <summary>Wall seconds of the distillation, without the judging inside it; null for a run that has none.</summary>
    public double? DistillingSeconds =>
        PhaseSeconds.TryGetValue(Distil, out var seconds) ? Math.Max(0, seconds - JudgingWhileDistilling) : null;

    private string Phase { get; init; } = "";

    private bool IsHeld { get; init; } = true;

    private DateTimeOffset Last { get; init; }

    /// <summary>The cost after one more event; one at or before <see cref="Seq"/> changes nothing.</summary>
    public RunCost Apply(RunEvent e)
    {
        if (e.Seq <= Seq) return this;
        var next = e is RunEnded { Status: RunStatus.Interrupted } or RunStarted ? this : Passed(e.At);      // told later than it happened
        next = e switch
        {
            RunStarted => next with { Phase = "", IsHeld = false },
            PhaseStarted phase => next with { Phase = phase.Phase, IsHeld = false },
            StatusChanged changed => next with { IsHeld = changed.Status != RunStatus.Running },
            RunEnded => next with { Phase = "", IsHeld = true },
            Measured measured => next.WithMemory(measured.Values),
            NetworkEvaluated judged => next with
            {
                JudgingSeconds = JudgingSeconds + judged.Seconds,
                JudgingWhileDistilling = JudgingWhileDistilling + (Phase == Distil ? judged.Seconds : 0),
            },
            CellTrained cell => next with { JudgingSeconds = JudgingSeconds + cell.Seconds, Flops = Flops + cell.Flops },
            Noted noted => next.WithNote(noted.Text),
            _ => next,
        };
        return next with { Seq = e.Seq, Last = e.At };
    }

    private RunCost Passed(DateTimeOffset now)
    {
        var seconds = Math.Max(0, (now - Last).TotalSeconds);
        return IsHeld || Phase.Length == 0
            ? this
            : this with { PhaseSeconds = PhaseSeconds.SetItem(Phase, PhaseSeconds.GetValueOrDefault(Phase) + seconds) };
    }

    private RunCost WithMemory(IReadOnlyDictionary<string, double> values) => this with
    {
        ProcessMemory = Larger(ProcessMemory, values, Series.ProcessMemory),
        DeviceMemory = Larger(DeviceMemory, values, Series.DeviceMemory),
    };

    private RunCost WithNote(string text)
    {
        if (Number(ForecastNote(), text) is { } forecast) return this with { Forecast = forecast };
        return Number(PeakNote(), text) is { } peak ? this with { ProcessMemory = Math.Max(ProcessMemory ?? 0, peak) } : this;
    }

    private static double? Larger(double? known, IReadOnlyDictionary<string, double> values, string series) =>
        values.TryGetValue(series, out var value) ? Math.Max(known ?? value, value) : known;

    private static double? Number(Regex pattern, string text) =>
        pattern.Match(text) is { Success: true } match
        && double.TryParse(match.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : null;

    // The words of the engine's notes: there is no event for the two numbers.
    [GeneratedRegex("^Memory forecast: ([0-9,]+) MiB at the peak")]
    private static partial Regex ForecastNote();

    [GeneratedRegex("^Peak memory of the process: ([0-9,]+) MiB")]
    private static partial Regex PeakNote();
}
