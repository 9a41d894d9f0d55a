using System.Runtime.InteropServices;
using Contracts;
using Engine.Data;
using Engine.Distillation;
using Engine.Evaluation;
using Engine.Export;
using Engine.Native;
using Engine.Runs;
using static TorchSharp.torch;

namespace Engine;

/// <summary>Executes one run from its spec: prepare, distil, evaluate, report. The only place that turns a fault into the end of a run.</summary>
public sealed class Runner(EngineSettings settings, TimeProvider time)
{
    /// <summary>Works on a run until it ends; call it on a thread of its own. Never throws for a fault of the run: the log tells.</summary>
    /// <param name="spec">A spec without faults (<see cref="RunSpecCheck"/>).</param>
    /// <param name="log">Its log; when it holds events already, the run goes on from its newest valid checkpoint.</param>
    /// <param name="control">Pause and stop.</param>
    /// <param name="folder">Folder of the run: artefacts and checkpoints lie under it.</param>
    public void Execute(RunSpec spec, RunLog log, RunControl control, string folder)
    {
        RunEnded end;
        try
        {
            NativeLibraries.EnsureLoaded(settings.LibTorch);
            Work(spec, log, control, folder);
            end = new RunEnded(RunStatus.Completed, "");
        }
        catch (RunStoppedException stopped)
        {
            end = stopped.Request == StopRequest.Cancel
                ? new RunEnded(RunStatus.Cancelled, "Cancelled by a person.")
                : new RunEnded(RunStatus.Interrupted, "The server stopped while the run was active.");
        }
        catch (Exception fault)     // the one catch-all of the engine: whatever happens, the log tells how the run ended
        {
            end = new RunEnded(RunStatus.Failed, Reason(fault));
        }

        log.Append(end);
    }

    /// <summary>A method of its own, so that no tensor type is touched before the native libraries are loaded.</summary>
    private void Work(RunSpec spec, RunLog log, RunControl control, string folder)
    {
        using var scope = NewDisposeScope();
        var threads = spec.Threads > 0 ? spec.Threads : settings.Threads > 0 ? settings.Threads : Environment.ProcessorCount;
        set_num_threads(threads);
        var device = new Device(Devices.Resolve(spec.Device, settings));
        var context = new RunContext(spec, device, log, control, time, folder) { ExpertsFolder = settings.ExpertsFolder ?? Path.Combine(folder, "experts") };
        context.Tell(new RunStarted(device.ToString(), threads, Versions, context.Checkpoints.Newest));
        using var real = Prepare(context);
        if (spec.Mitigation is { } batch)
        {
            Mitigate(context, real, batch);
            return;
        }

        var distiller = Catalog.Distiller(spec.Method);
        var forecast = MemoryForecast.Check(context, real, distiller);
        var judge = new CrossArchitecture(context, real);
        using var run = new DistillationRun(context, real, (iteration, set) => Store(context, real, iteration, set), judge.JudgeDuring);
        using var synthetic = distiller.Distill(run);
        using var formed = synthetic.Formed();
        judge.JudgeFinal(run.LastIteration, formed);
        Report(context, forecast);
    }

    private static string Versions => $"TorchSharp {typeof(Tensor).Assembly.GetName().Version?.ToString(3)}, libtorch {__version__}";

    private ImageDataset Prepare(RunContext context)
    {
        context.Tell(new PhaseStarted("prepare", 0));
        var spec = context.Spec;
        var raw = DataSets.Load(spec.Data, settings, context.Seeds);
        var real = ImageDataset.From(raw, spec.Data, context.Seeds, context.Device);
        context.Note(
            $"Data set {real.Title}: {real.Train.Count:N0} train, {real.Validation.Count:N0} validation and {real.Test.Count:N0} test images of " +
            $"{real.Shape} in {real.Classes.Count} classes; source: {real.Found}.");
        foreach (var note in real.Notes) context.Note(note);
        var limited = spec.Mitigation is { } batch ? batch.Set.ImagesPerClass : Catalog.ImagesPerClass(spec.Method);
        if (limited is { } imagesPerClass) real.CheckImagesPerClass(imagesPerClass);
        var faults = Catalog.NetworkFaults(spec, real.Shape);
        if (faults.Count > 0) throw new RunFault(string.Join(" ", faults.Select(fault => fault.Message)));
        context.Breathe();
        return real;
    }

    private void Mitigate(RunContext context, ImageDataset real, MitigationSpec batch)
    {
        using var given = batch.Set.Source == MitigationPlan.Real ? null : ImportedSet.Load(batch.Set, real, settings, context.Artifacts);
        var checkpoint = batch.Teacher.Checkpoint is { } entry ? ImportedSets.PathOf(settings, entry) : null;
        new MitigationLab(context, real, given, checkpoint).Run();
        context.Tell(new PhaseStarted("report", 0));
        context.Note($"{MitigationPlan.Cells(context.Spec).Count} trainings. Accuracies are those after the last epoch; the best epoch by validation is told apart.");
    }

    private static void Store(RunContext context, ImageDataset real, int iteration, SyntheticSet set)
    {
        if (context.History.WasSaved(iteration)) return;
        var data = context.Store(SyntheticSetFile.Npz(set, context.Spec, iteration, real.Found), ".npz");
        var picture = context.Store(ImageGrid.Png(set), ".png");
        context.Tell(new SyntheticSetSaved(iteration, data, picture, set.Count, set.Classes, set.Shape.Width, set.Shape.Height));
    }

    private static void Report(RunContext context, double forecast)
    {
        context.Tell(new PhaseStarted("report", 0));
        context.Note($"Every test network was trained {context.Spec.Evaluation.Repeats} times for {context.Spec.Evaluation.Epochs} epochs; accuracies are those after the last epoch.");
        if (context.Device.type == TorchSharp.DeviceType.CPU) context.Note($"Peak memory of the process: {context.PeakMiB:N0} MiB; the forecast was {forecast:N0} MiB.");
    }

    private static string Reason(Exception fault) => fault switch
    {
        RunFault or DataException => fault.Message,
        IOException io => $"A file could not be read or written: {io.Message}",
        UnauthorizedAccessException denied => $"A file could not be read or written: {denied.Message}",
        ExternalException native when native.Message.Contains("memory", StringComparison.OrdinalIgnoreCase) =>
            $"There was not enough memory. Fewer images per class, a smaller batch or a narrower network need less. ({FirstLine(native.Message)})",
        ExternalException native => $"The tensor library refused: {FirstLine(native.Message)}",
        _ => $"Unexpected fault: {fault.GetType().Name}: {fault.Message}",
    };

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
