using Dashboard.Server.Hosting;

namespace Dashboard.Server.RealData;

/// <summary>What beside uploads may be registered as a real set: nothing, unless whoever runs the server says so.</summary>
/// <param name="Folders">Places whose folders may be copied, without links in their paths.</param>
/// <param name="Downloads">Whether addresses may be fetched.</param>
internal sealed record DataIntakeSettings(IReadOnlyList<string> Folders, bool Downloads)
{
    private const string FoldersSetting = "Data:Folders", DownloadsSetting = "Data:AllowDownload";

    public static DataIntakeSettings Of(IConfiguration configuration)
    {
        var section = configuration.GetSection(FoldersSetting);
        var folders = section.Value?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? section.Get<string[]>() ?? [];
        foreach (var folder in folders)
            if (!Path.IsPathFullyQualified(folder)) throw new StartRefusedException($"{FoldersSetting} names full paths; '{folder}' is none.");
        var text = configuration[DownloadsSetting];
        return bool.TryParse(text ?? "false", out var downloads)
            ? new DataIntakeSettings([.. folders.Select(folder => RealPath.Of(Path.GetFullPath(folder)))], downloads)
            : throw new StartRefusedException($"{DownloadsSetting} is true or false; it is '{text}'.");
    }

    /// <summary>The real path of what a person named; null when it is not there or lies elsewhere, which are told alike.</summary>
    public string? Allowed(string path)
    {
        if (!Path.IsPathFullyQualified(path) || path.Contains('\0', StringComparison.Ordinal)) return null;
        var real = RealPath.Of(Path.GetFullPath(path));
        var inside = Folders.Any(folder => real.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        return inside && Path.Exists(real) ? real : null;
    }
}
