using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>A machine without devices.</summary>
internal sealed class NoDevices : IDevices
{
    public IReadOnlyList<DeviceReading> Readings() => [];

    public IReadOnlyList<DeviceReading> History(string device) => [];
}
