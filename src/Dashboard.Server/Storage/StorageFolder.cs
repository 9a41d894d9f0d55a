using Contracts;

namespace Dashboard.Server.Storage;

/// <summary>The one folder under which the server writes, and what lies where in it.</summary>
internal sealed class StorageFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public StorageFolder(string? configured)
    {
        Root = Path.GetFullPath(string.IsNullOrWhiteSpace(configured)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "distillation-dashboard")
            : configured);
        Create(Root);
        Create(Keys);
        Create(Runs);
        Create(Sets);
        Create(Data);
        Create(Library);
        Create(Temporary);
    }

    public string Root { get; }

    public string Keys => Path.Combine(Root, "keys");

    public string Runs => Path.Combine(Root, "runs");

    /// <summary>Uploaded sets.</summary>
    public string Sets => Path.Combine(Root, "sets");

    /// <summary>Real sets that were taken in: a data folder like any other.</summary>
    public string Data => Path.Combine(Root, "data");

    /// <summary>Files of the versions of the library, named by the hash of their content.</summary>
    public string Library => Path.Combine(Root, "library");

    /// <summary>Experts of trajectory matching, shared by the runs.</summary>
    public string Experts => Path.Combine(Root, "experts");

    public string Temporary => Path.Combine(Root, "temporary");

    public string Downloads => Path.Combine(Root, "datasets");

    public string Database => Path.Combine(Root, "dashboard.db");

    public string Lock => Path.Combine(Root, "dashboard.lock");

    public string Run(RunId id) => Path.Combine(Runs, id.Value);

    /// <summary>The file of an artefact, or null when the name is not one that the engine gives: 64 hex digits and an extension.</summary>
    public string? Artifact(RunId id, string name) => IsArtifact(name) ? Path.Combine(Run(id), "artifacts", name) : null;

    /// <summary>The library's file of an artefact, or null when the name is none that the engine gives.</summary>
    public string? Kept(string name) => IsArtifact(name) ? Path.Combine(Library, name) : null;

    /// <summary>Removes what a server that died left half done. Only whoever holds the lock may.</summary>
    public void ClearTemporary()
    {
        foreach (var file in Directory.GetFiles(Temporary)) File.Delete(file);
        foreach (var left in Directory.GetDirectories(Temporary)) Directory.Delete(left, recursive: true);
    }

    private static bool IsArtifact(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot == 64 && name.AsSpan(0, dot).IndexOfAnyExcept("0123456789abcdef") < 0
            && name[dot..] is ".png" or ".npz" or ".safetensors";
    }

    private static void Create(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
    }
}
