using Contracts;
using Engine.Data;
using Engine.Networks;
using Engine.Runs;

namespace Engine.Evaluation;

/// <summary>The teacher of one set and repeat: trained as a cell of the batch, or read from what an earlier attempt or a checkpoint stored.</summary>
/// <param name="context">The run.</param>
/// <param name="real">The real set, for shape and classes.</param>
/// <param name="cell">The cell that trains it.</param>
/// <param name="style">What the recipe of that cell asks of its network.</param>
/// <param name="checkpoint">File of given weights, of the network as its own options say; null where the cell trains them.</param>
internal sealed class Teacher(RunContext context, ImageDataset real, Cell cell, NetworkStyle style, string? checkpoint) : IDisposable
{
    private Network? _network;

    /// <summary>Whether a cell is the training of this teacher.</summary>
    public bool Is(Cell other) => other == cell && checkpoint is null;

    /// <summary>Takes over the trained network.</summary>
    public void Take(Network trained) => _network = trained;

    /// <summary>Whether this teacher owns a network.</summary>
    public bool Has(Network network) => ReferenceEquals(_network, network);

    /// <summary>Stores the weights of a trained teacher; gives the artefact's name.</summary>
    public string Store(Network trained) => context.Store(NetworkFile.Write(trained), NetworkFile.Extension);

    /// <summary>The teacher; null while it is not trained.</summary>
    public Network? Network() => _network ??= Stored();

    /// <inheritdoc />
    public void Dispose() => _network?.Dispose();

    private Network? Stored()
    {
        var stored = context.History.Trained(cell)?.Weights is { } weights ? Path.Combine(context.Artifacts, weights) : null;
        if ((checkpoint ?? stored) is not { } file) return null;
        using var random = context.Seeds.Generator("teacher");
        var network = Networks.Network.Create(
            MitigationPlan.TeacherOf(context.Spec), real.Shape, real.Classes.Count, random, context.Device,
            checkpoint is null ? style : NetworkStyle.Plain);
        try
        {
            NetworkFile.Read(network, File.ReadAllBytes(file), Path.GetFileName(file));
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
