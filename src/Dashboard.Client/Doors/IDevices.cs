using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>What the devices do.</summary>
public interface IDevices
{
    /// <summary>The newest reading of every device; cheap.</summary>
    IReadOnlyList<DeviceReading> Readings();
}
