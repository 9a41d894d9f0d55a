namespace Contracts;

/// <summary>Well-known names of measured series: lower case, a slash between group and name.</summary>
public static class Series
{
    /// <summary>Distance that the method minimises; units of the method.</summary>
    public const string MatchingLoss = "loss/matching";

    /// <summary>Mean squared distance of the synthetic pixels from their start, in normalised units.</summary>
    public const string Travelled = "images/travelled";

    /// <summary>Images that went through the network per second, real and synthetic.</summary>
    public const string Throughput = "speed/images-per-second";

    /// <summary>Wall time of the last iteration, in seconds.</summary>
    public const string IterationTime = "speed/iteration-seconds";

    /// <summary>Resident memory of the process, in MiB.</summary>
    public const string ProcessMemory = "memory/process-mib";

    /// <summary>Memory in use on the device, in MiB. GPU only.</summary>
    public const string DeviceMemory = "memory/device-mib";

    /// <summary>Utilisation of the device, in percent. GPU only.</summary>
    public const string DeviceUtilization = "device/utilization";

    /// <summary>Test accuracy of a network trained on the synthetic set during the run, 0 to 1: "accuracy/convnet".</summary>
    public static string Accuracy(string network) => "accuracy/" + network;
}
