using Contracts;

namespace EndToEnd.Tests;

/// <summary>A server with everything on it: a completed run, a batch, an active run, and some that wait.</summary>
public sealed class Furnished : IAsyncLifetime
{
    private readonly StorageDirectory _folder = new();

    internal ServerProcess Server { get; private set; } = null!;

    /// <summary>Pages of its runs.</summary>
    internal IReadOnlyList<string> Addresses { get; private set; } = [];

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        Server = await ServerProcess.StartAsync(_folder.Path);
        using var client = new DashboardClient(Server.Address);
        var run = await client.SubmitAsync(TinySpec.Of(120, "Completed run"));
        var batch = await client.SubmitAsync(TinyBatch.Of(repeats: 1));
        await client.UntilAsync(run, e => e is RunEnded);
        await client.UntilAsync(batch, e => e is RunEnded);
        var active = await client.SubmitAsync(TinySpec.Of(100_000, "Active run"));
        await client.UntilIterationAsync(active, 60);
        foreach (var name in new[] { "First in line", "A waiting run with a name so long that it must be broken somewhere" })
            await client.SubmitAsync(TinySpec.Of(50, name));
        Addresses =
        [
            .. EndToEnd.Tests.Addresses.Of(run), .. EndToEnd.Tests.Addresses.OfBatch(batch),
            $"/runs/{active}", "/runs/0000000000000000",
        ];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
