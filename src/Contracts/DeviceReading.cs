namespace Contracts;

/// <summary>A place to run on.</summary>
/// <param name="Name">"cpu", "cuda:0", …</param>
/// <param name="Title">"AMD EPYC, 2 cores", "NVIDIA H200".</param>
/// <param name="MemoryMiB">Memory in all, MiB.</param>
public sealed record DeviceDescription(string Name, string Title, double MemoryMiB);

/// <summary>What a device does at a time.</summary>
/// <param name="Device">Its description.</param>
/// <param name="At">When it was read, UTC.</param>
/// <param name="Utilization">Percent busy; null when it cannot be read.</param>
/// <param name="MemoryUsedMiB">Memory in use, MiB; null when it cannot be read.</param>
/// <param name="Temperature">Degrees Celsius; null when it cannot be read.</param>
/// <param name="Run">The run that holds it.</param>
public sealed record DeviceReading(
    DeviceDescription Device, DateTimeOffset At, double? Utilization, double? MemoryUsedMiB, double? Temperature, RunId? Run);

/// <summary>A real set that a spec may name now.</summary>
/// <param name="Name">What a spec says.</param>
/// <param name="Title">For people.</param>
/// <param name="Summary">What it is, in one sentence.</param>
/// <param name="Found">Where it would come from, without paths: "data folder", "system", "embedded", "published address", "made"; empty when nowhere.</param>
/// <param name="Available">Whether it can be read without a download.</param>
/// <param name="Licence">Its licence; "unknown" for a set that the user brought.</param>
public sealed record DataSetInfo(string Name, string Title, string Summary, string Found, bool Available, string Licence);
