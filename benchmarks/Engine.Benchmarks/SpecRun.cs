using System.Text.Json;
using Contracts;
using Engine.Runs;

namespace Engine.Benchmarks;

/// <summary>Executes a spec without a server: the log goes to log.jsonl of a folder, one event per line, and is gone on with when it is there already.</summary>
internal static class SpecRun
{
    public static int Run(string[] arguments)
    {
        if (arguments is not [var specFile, var folder, .. var dataFolders])
        {
            Console.Error.WriteLine("Usage: run SPEC FOLDER [DATA-FOLDER ...]; artefacts that the spec names lie in FOLDER/artifacts.");
            return 2;
        }

        var settings = new EngineSettings { DataFolders = dataFolders, Threads = 1 };
        var spec = JsonSerializer.Deserialize(File.ReadAllText(specFile), ContractsJson.Default.RunSpec)!;
        var faults = RunSpecCheck.Faults(spec, settings);
        foreach (var fault in faults) Console.Error.WriteLine($"{fault.Path}: {fault.Message}");
        if (faults.Count > 0) return 1;

        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "log.jsonl");
        var history = File.Exists(file) ? File.ReadLines(file).Select(Read).ToList() : [];
        var log = new RunLog(TimeProvider.System, history);
        using var control = new RunControl();
        Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, Stop(control));
        var writing = WriteAsync(log, file);
        new Runner(settings, TimeProvider.System).Execute(spec, log, control, folder);
        log.Close();
        writing.GetAwaiter().GetResult();
        return log.Snapshot()[^1] is RunEnded { Status: RunStatus.Completed } ? 0 : 1;
    }

    private static RunEvent Read(string line) => JsonSerializer.Deserialize(line, ContractsJson.Default.RunEvent)!;

    private static bool Stop(RunControl control)
    {
        control.Stop(StopRequest.Shutdown);
        return true;
    }

    private static async Task WriteAsync(RunLog log, string file)
    {
        await using var writer = new StreamWriter(file, append: true) { AutoFlush = true };
        await foreach (var batch in log.ReadUnstoredAsync(log.LastSeq))
        {
            foreach (var e in batch)
            {
                await writer.WriteLineAsync(JsonSerializer.Serialize(e, ContractsJson.Default.RunEvent));
                if (e is not Measured) Console.WriteLine(JsonSerializer.Serialize(e, ContractsJson.Default.RunEvent));
            }
        }
    }
}
