using System.Security.Cryptography;
using Contracts;
using Engine.Runs;

namespace Dashboard.Server.Tests;

/// <summary>Distillations that store two sets at once, and batches that train their cells, each with a permit of the test.</summary>
internal sealed class FakeLab : IDisposable
{
    private readonly SemaphoreSlim _permits = new(0);

    /// <summary>What the newest batch found in the file of its set; empty for none.</summary>
    public byte[] SetOfBatch { get; private set; } = [];

    /// <summary>A batch of two networks and one recipe beside the baseline, without a control: 2 × (yardstick, 2 networks × 2 recipes).</summary>
    public static RunSpec Batch(RunId? source, int? iteration = null) => new()
    {
        Name = "Batch",
        Mitigation = new MitigationSpec
        {
            Set = new SetSpec { Run = source?.Value, Iteration = iteration },
            Networks = [new ComponentSpec { Name = "mlp" }, new ComponentSpec { Name = "resnet-10" }],
            Recipes = [new RecipeSpec { Name = "full" }],
            Repeats = 2,
            RandomControl = false,
        },
    };

    public FakeLab Allow(int count)
    {
        _permits.Release(count);
        return this;
    }

    public void Execute(RunSpec spec, RunLog log, RunControl control, string folder)
    {
        log.Append(new RunStarted("cpu", 1, "fake", 0));
        if (spec.Mitigation is not { } batch) Distil(log, folder);
        else if (!Train(spec, batch, log, control, folder)) return;
        log.Append(new RunEnded(RunStatus.Completed, ""));
    }

    public void Dispose() => _permits.Dispose();

    /// <summary>Accuracy of a cell: higher by the full recipe and in the second repeat, lower for the later networks.</summary>
    public static double AccuracyOf(Cell cell) =>
        cell switch { { Network: "convnet" } => 0.6, { Network: "mlp" } => 0.4, _ => 0.3 } + (cell.Recipe == "full" ? 0.1 : 0) + (cell.Repeat * 0.02);

    public static string Save(string folder, byte[] bytes, string extension)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(bytes)) + extension;
        Directory.CreateDirectory(Path.Combine(folder, "artifacts"));
        File.WriteAllBytes(Path.Combine(folder, "artifacts", name), bytes);
        return name;
    }

    private static void Distil(RunLog log, string folder)
    {
        foreach (byte iteration in new byte[] { 5, 10 })
        {
            log.Append(new SyntheticSetSaved(iteration, Save(folder, [iteration, 2], ".npz"), Save(folder, [iteration, 1], ".png"), 1, ["a"], 1, 1));
        }
    }

    private bool Train(RunSpec spec, MitigationSpec batch, RunLog log, RunControl control, string folder)
    {
        SetOfBatch = batch.Set.Artifact is { } artifact ? File.ReadAllBytes(Path.Combine(folder, "artifacts", artifact)) : [];
        var cells = MitigationPlan.Cells(spec);
        log.Append(new PhaseStarted("mitigate", cells.Count));
        foreach (var cell in cells.Except(log.Snapshot().OfType<CellTrained>().Select(trained => trained.Cell)))
        {
            while (!_permits.Wait(TimeSpan.FromMilliseconds(5)))
            {
                if (control.Request == StopRequest.None) continue;
                var status = control.Request == StopRequest.Cancel ? RunStatus.Cancelled : RunStatus.Interrupted;
                log.Append(new RunEnded(status, "Stopped."));
                return false;
            }

            for (var epoch = 1; epoch <= 3; epoch++)
                log.Append(new Measured(epoch, new Dictionary<string, double> { [Series.Of(cell, Series.KeepRate)] = 1.0 / epoch, [Series.Of(cell, Series.TrainLoss)] = epoch }));
            var weights = cell is { Network: "convnet", Recipe: "baseline" } ? Save(folder, [7, (byte)cell.Repeat], ".safetensors") : null;
            log.Append(new CellTrained(cell, AccuracyOf(cell), 0.5, 0.9, new BestEpoch(2, 0.55, AccuracyOf(cell) - 0.01), 3, 30, 1.5e9, 0.25, weights));
        }

        return true;
    }
}
