using Contracts;

namespace Dashboard.Client.Doors;

/// <summary>What the devices do.</summary>
public interface IDevices
{
    /// <summary>The newest reading of every device; cheap.</summary>
    IReadOnlyList<DeviceReading> Readings();

    /// <summary>The readings of a device during the past hour, one every few seconds, oldest first; none for an unknown device.</summary>
    IReadOnlyList<DeviceReading> History(string device);
}
