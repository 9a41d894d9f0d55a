using System.Globalization;
using Contracts;
using Engine.Data;
using Engine.Distillation;
using Engine.Networks;
using Engine.Runs;

namespace Engine;

/// <summary>How much memory a distillation and its trainings will hold at most, from the layers of its networks, before it starts.</summary>
/// <remarks>
/// A pass with a graph keeps what its layers gave and, while it goes backward, works in a few buffers of the largest of them; a pass without
/// holds those buffers alone. On a CPU freed buffers stay with the process until the next training, so the largest moment is the one that is seen.
/// The factors were fitted to recorded runs, which say how near it came (benchmarks/records/2026-11-25_memory).
/// </remarks>
internal static class MemoryForecast
{
    private const int TestBatch = 500;
    private const double Buffers = 4;
    private const double TestBuffers = 3;
    private const double Bytes = sizeof(float);
    private const double MiB = 1 << 20;

    /// <summary>MiB in all, of which so many are in use already, and what would lower it.</summary>
    public static (double Peak, double Present, string Advice) Of(
        RunSpec spec, ImageDataset real, IDistiller method, double present, TorchSharp.DeviceType device = TorchSharp.DeviceType.CPU)
    {
        var need = method.Need(real);
        var making = Making(Plan(spec.TrainingNetwork, real), need, device);
        var judges = spec.Evaluation.Networks.Prepend(spec.TrainingNetwork).Select(network => (network, Bytes: Judging(Plan(network, real), spec, real, device))).ToList();
        var judging = judges.MaxBy(judge => judge.Bytes);
        var advice = making >= judging.Bytes
            ? $"Lower method.options.{need.Lever}, or the width of the training network."
            : $"Lower evaluation.batchSize, or judge a narrower network than {judging.network.Label}.";
        return (present + Math.Max(making, judging.Bytes) / MiB, present, advice);
    }

    /// <summary>Refuses a run that cannot fit; notes the forecast of one that can.</summary>
    /// <exception cref="RunFault">It needs more than is free.</exception>
    public static double Check(RunContext context, ImageDataset real, IDistiller method)
    {
        var onCpu = context.Device.type == TorchSharp.DeviceType.CPU;
        var (peak, present, advice) = Of(context.Spec, real, method, onCpu ? MachineMemory.ProcessMiB : 0, context.Device.type);
        if (onCpu && MachineMemory.FreeMiB is { } free && peak - present > free)
        {
            throw new RunFault(string.Create(CultureInfo.InvariantCulture,
                $"The run would need about {peak - present:N0} MiB more memory, and {free:N0} MiB are free. {advice}"));
        }

        context.Note(string.Create(CultureInfo.InvariantCulture, $"Memory forecast: {peak:N0} MiB at the peak."));
        return peak;
    }

    private static double Making(NetworkPlan plan, MemoryNeed need, TorchSharp.DeviceType device) =>
        Math.Min(need.KeptGraphBytes, Bytes * need.KeptGraphImages * plan.Layers.KeptOn(device)) + Bytes * (
        need.GraphImages * (need.GraphFactor * plan.Layers.KeptOn(device) + Buffers * plan.Layers.LargestOutput)
        + need.ForwardImages * Buffers * plan.Layers.LargestOutput
        + need.ParameterCopies * plan.ParameterCount + need.Values);

    private static double Judging(NetworkPlan plan, RunSpec spec, ImageDataset real, TorchSharp.DeviceType device)
    {
        var stored = (Catalog.ImagesPerClass(spec.Method) ?? 1) * real.Classes.Count;
        var batch = Math.Min(spec.Evaluation.BatchSize, spec.Evaluation.FullData ? real.Train.Count : stored);
        var training = batch * (plan.Layers.KeptOn(device) + Buffers * plan.Layers.LargestOutput) + 3.0 * plan.ParameterCount;
        return Bytes * Math.Max(training, TestBatch * TestBuffers * plan.Layers.LargestOutput);
    }

    private static NetworkPlan Plan(ComponentSpec network, ImageDataset real) =>
        NetworkFamily.Find(network.Name)!.From(network, real.Shape, real.Classes.Count);
}
