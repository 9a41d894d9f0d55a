using Contracts;

namespace Engine.Runs;

/// <summary>What there is to run on.</summary>
public static class Devices
{
    /// <summary>Every device, the CPU last.</summary>
    public static IReadOnlyList<DeviceDescription> List(EngineSettings settings)
    {
        _ = settings;
        return [new DeviceDescription("cpu", "CPU", 0)];
    }
}
