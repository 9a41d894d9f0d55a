namespace Engine;

/// <summary>What the host tells the engine once, at start: places and limits. Nothing in it changes a number except <see cref="Threads"/>.</summary>
public sealed record EngineSettings
{
    /// <summary>Device that "auto" means: "auto" (first GPU, else CPU), "cpu" or "cuda:0". Default: "auto".</summary>
    public string Device { get; init; } = "auto";

    /// <summary>CPU threads of the tensor library for a run that does not say; 0 takes one per core. Default: 0.</summary>
    public int Threads { get; init; }

    /// <summary>Folder of an external libtorch to load instead of the packaged one; null for the packaged one. Default: null.</summary>
    public string? LibTorch { get; init; }

    /// <summary>Folders searched for data sets, in order. Default: none.</summary>
    public IReadOnlyList<string> DataFolders { get; init; } = [];

    /// <summary>Folders searched for synthetic sets and teachers alone, after the data folders: uploads. Default: none.</summary>
    public IReadOnlyList<string> SetFolders { get; init; } = [];

    /// <summary>Every folder searched for synthetic sets and teachers, in order.</summary>
    public IReadOnlyList<string> AllSetFolders => [.. DataFolders, .. SetFolders];

    /// <summary>Folder for downloaded data sets; null switches downloads off. Default: null.</summary>
    public string? DownloadFolder { get; init; }

    /// <summary>Folder of experts that all runs share; null for one under each run's own folder. Default: null.</summary>
    public string? ExpertsFolder { get; init; }
}
