using Contracts;
using Engine.Export;

namespace Dashboard.Server.Hosting;

/// <summary>Everything that the server asks of the engine, in one place: a test puts its own functions here.</summary>
internal sealed record EngineDoor
{
    public required ExecuteRun Execute { get; init; }

    public required Func<RunSpec, IReadOnlyList<SpecFault>> Check { get; init; }

    public required Func<RecipeSpec, IReadOnlyList<SpecFault>> CheckRecipe { get; init; }

    /// <summary>The pieces of work of a distillation without faults.</summary>
    public required Func<RunSpec, RunWork> Work { get; init; }

    /// <summary>A short run that shows what a piece takes.</summary>
    public required Func<RunSpec, RunSpec> Probe { get; init; }

    public required Func<CatalogDescription> Describe { get; init; }

    public required Func<IReadOnlyList<DataSetInfo>> DataSets { get; init; }

    /// <summary>Synthetic sets and teachers from elsewhere, uploads among them.</summary>
    public required Func<IReadOnlyList<SetEntry>> Sets { get; init; }

    /// <summary>Why a file of such a set cannot have a name; null when it can.</summary>
    public required Func<string, Sentence?> SetNameFault { get; init; }

    /// <summary>Why a real set cannot be registered under a name; null when it can.</summary>
    public required Func<string, Sentence?> DataNameFault { get; init; }

    /// <summary>Reads a real set that can be named; a <see cref="Engine.Data.DataException"/> tells every fault.</summary>
    public required Func<string, DataSetReading> ReadData { get; init; }

    /// <summary>Reads a folder or file that may become the set of a name, as <see cref="ReadData"/> does.</summary>
    public required Func<string, string, DataSetReading> ReadDataAt { get; init; }

    /// <summary>Changes with the files of a real set.</summary>
    public required Func<string, string> DataStamp { get; init; }

    /// <summary>Experts of trajectory matching that the runs share.</summary>
    public required Func<IReadOnlyList<ExpertBufferEntry>> Experts { get; init; }

    public required Func<IReadOnlyList<DeviceDescription>> Devices { get; init; }

    /// <summary>What a GPU does now; null where it cannot be read.</summary>
    public required Func<string, (double Utilization, double MemoryUsedMiB, double Temperature)?> ReadGpu { get; init; }

    /// <summary>Writes the archive of a synthetic set from its .npz file.</summary>
    public required Action<string, Stream> WriteArchive { get; init; }

    /// <summary>A picture of a stored synthetic set, as PNG.</summary>
    public required Func<FramePicture, byte[]> RenderFrame { get; init; }

    /// <summary>The learned label of an image of a stored set's .npz file; null for hard labels.</summary>
    public required Func<string, int, SoftLabel?> ReadLabel { get; init; }

    /// <summary>The device that "auto" means; null for the first of the list.</summary>
    public string? PreferredDevice { get; init; }
}
