using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>What the first page shows. Asking costs little, whatever the number of runs.</summary>
public interface IOverview
{
    /// <summary>Everything at this moment.</summary>
    Overview Read();
}
