using System.IO.Enumeration;
using System.Text.Json;
using Contracts;
using Engine.Runs;

namespace Engine.Distillation.TrajectoryMatching;

/// <summary>Every buffer of experts on the disk, for people who want to know what lies there.</summary>
public static class ExpertBuffers
{
    private static readonly EnumerationOptions WithinFolder = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,     // what a link leads to lies elsewhere
    };

    /// <summary>The folders where all runs share their experts, in the order of their names; one that is no buffer is listed too.</summary>
    public static IReadOnlyList<ExpertBufferEntry> List(EngineSettings settings) =>
        settings.ExpertsFolder is { } folder && Directory.Exists(folder)
            ? [.. new DirectoryInfo(folder).EnumerateDirectories().OrderBy(buffer => buffer.Name, StringComparer.Ordinal).Select(Entry)]
            : [];

    private static ExpertBufferEntry Entry(DirectoryInfo folder)
    {
        var files = Files(folder);
        var bytes = folder.LinkTarget is null ? files.Sum(file => file.Bytes) : 0;
        var written = files.Select(file => file.Written).DefaultIfEmpty(folder.LastWriteTimeUtc).Max();
        var experts = files.Count(file => ExpertBuffer.IsExpert(file.Name));
        var recipe = Recipe(folder);
        return new ExpertBufferEntry(folder.Name, recipe?.Data, recipe?.Network, recipe?.Epochs, experts, bytes, written);
    }

    /// <summary>Asks while enumerating: a run may be writing, and a draft that has just got its name is no fault.</summary>
    private static List<StoredFile> Files(DirectoryInfo folder)
    {
        try
        {
            return
            [
                .. new FileSystemEnumerable<StoredFile>(
                    folder.FullName,
                    (ref FileSystemEntry file) => new StoredFile(file.FileName.ToString(), file.Length, file.LastWriteTimeUtc),
                    WithinFolder) { ShouldIncludePredicate = (ref FileSystemEntry file) => !file.IsDirectory },
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>What is told beside the experts, if the folder bears the hash of it.</summary>
    private static ExpertRecipe? Recipe(DirectoryInfo folder)
    {
        try
        {
            var text = File.ReadAllBytes(Path.Combine(folder.FullName, ExpertBuffer.Sidecar));
            return DurableFile.Hash(text) == folder.Name ? ExpertRecipe.Read(text) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private readonly record struct StoredFile(string Name, long Bytes, DateTimeOffset Written);
}
