using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>What pages ask of stored synthetic images beside their pictures.</summary>
public interface IFrames
{
    /// <summary>The learned label of an image after an iteration; null where there is none.</summary>
    Task<SoftLabel?> LabelAsync(RunId run, int iteration, int image, CancellationToken cancellation);
}
