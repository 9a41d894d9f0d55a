using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Runs;
using Dashboard.Server.Storage;

namespace Dashboard.Server.Compare;

/// <summary>Reads the runs of a comparison. Logs are folded away from the page that asks, which may be one circuit among many.</summary>
internal sealed class Comparisons(RunDesk desk, CostReader costs, StorageFolder folder) : IComparison
{
    public async Task<IReadOnlyList<ComparedRun>> ReadAsync(IReadOnlyList<RunId> runs, CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var all = new List<ComparedRun>();
        foreach (var id in runs)
        {
            cancellation.ThrowIfCancellationRequested();
            if (desk.State(id) is not { } state || desk.Spec(id) is not { } spec) continue;
            all.Add(new ComparedRun(id, spec, state, await costs.ReadAsync(id, cancellation)));
        }

        return all;
    }

    public async Task<IReadOnlyDictionary<RunId, long>> BytesAsync(IReadOnlyList<RunId> runs, CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return runs.Distinct().Where(id => Directory.Exists(folder.Run(id))).ToDictionary(id => id, id => BytesOf(folder.Run(id)));
    }

    /// <summary>A file that goes while it is asked for counts nothing.</summary>
    private static long BytesOf(string path)
    {
        try
        {
            return new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0);
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
    }
}
