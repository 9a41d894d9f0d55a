using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>What a file may not say. Each rule is a function from a file to its faults, so that a test can show that it catches one.</summary>
internal static partial class Rules
{
    public const int MostLines = 300;

    /// <summary>Which project may know which.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Edges = new Dictionary<string, string[]>
    {
        ["Contracts"] = [],
        ["Engine"] = ["Contracts"],
        ["Dashboard.Client"] = ["Contracts"],
        ["Dashboard.Server"] = ["Contracts", "Engine", "Dashboard.Client"],
    };

    /// <summary>Folders of the engine: a folder may use lower levels and itself. Those of level 0 are small and may use one another.</summary>
    public static readonly IReadOnlyDictionary<string, int> Levels = new Dictionary<string, int>
    {
        ["Options"] = 0,
        ["Numerics"] = 0,
        ["Runs"] = 0,
        ["Native"] = 0,
        ["Data"] = 1,
        ["Networks"] = 1,
        ["Training"] = 2,
        ["Distillation"] = 3,
        ["Mitigation"] = 3,
        ["Evaluation"] = 4,
        ["Privacy"] = 5,
        ["Export"] = 5,
        ["Tuning"] = 5,
        ["Costs"] = 5,
    };

    /// <summary>A word, the only places under src where it may stand, and why.</summary>
    public static readonly IReadOnlyList<Ban> Bans =
    [
        new(@"\bLiteDB\b", "only the store knows its database", "src/Dashboard.Server/Storage/"),
        new(@"\bMicrosoft\.AspNetCore\.SignalR\b", "only the live feed knows its transport", "src/Dashboard.Server/Live/"),
        new(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b", "time is passed in as TimeProvider"),
        new(@"\bRandom\.Shared\b", "chance is passed in as Seeds"),
        new(@"\bConsole\b", "the host logs, the engine appends events"),
        new(@"\bThread\.Sleep\b", "waiting is told to a TimeProvider or a handle"),
        new(@"\basync void\b", "its exceptions end the process"),
        new(@"\bautograd\s*\.\s*grad\b", "its native errors end the process", "src/Engine/Numerics/Gradients.cs"),
        new(@"\.\s*matmul(_)?\s*\(|\btorch\.matmul\b|(?<![\w.])matmul\s*\(", "its native errors end the process; mm, bmm and linear check"),
        new(@"\bMarkupString\b", "text of others is shown as text"),
        new(@"\bNotImplementedException\b", "what is not there is not offered"),
        new(@"#region\b", "a file that needs folding is two files"),
    ];

    /// <summary>Who may catch every exception, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> CatchAll = new Dictionary<string, string>
    {
        ["src/Dashboard.Server/Queue/RunForecasts.cs"] = "nobody awaits it: the fault of one estimate must not keep the others away",
        ["src/Dashboard.Server/Runs/DigestKeeper.cs"] = "a digest that cannot be read is made again from the log; a fault here would stop the host",
        ["src/Dashboard.Server/Runs/RunArchiver.cs"] = "nobody awaits it: a fault must hold the run and be told",
        ["src/Dashboard.Server/Runs/RunIndex.cs"] = "one listener's fault must not keep the news from the others",
        ["src/Dashboard.Server/Runs/RunWorker.cs"] = "a fault of one run must not end the thread that serves the next",
        ["src/Dashboard.Server/Storage/StoreWriter.cs"] = "a fault of one request must not end the thread that writes, nor the process",
        ["src/Engine/Runner.cs"] = "the fault of a run becomes the end of its log",
    };

    public static IEnumerable<string> UsedProjects(SourceFile file) =>
        file.Path.EndsWith(".csproj", StringComparison.Ordinal)
            ? ProjectReference().Matches(file.Text).Select(match => match.Groups[1].Value)
            : Using().Matches(file.Code).Select(match => match.Groups[1].Value)
                .Select(name => Edges.Keys.FirstOrDefault(project => name == project || name.StartsWith(project + ".", StringComparison.Ordinal)))
                .OfType<string>();

    public static IEnumerable<string> ForbiddenEdges(SourceFile file) => UsedProjects(file)
        .Where(used => used != file.Project && !Edges[file.Project].Contains(used))
        .Select(used => $"{file.Path}: {file.Project} must not know {used}.");

    /// <summary>Uses of a higher level, or of another folder of the same level (except 0), by one of the engine's folders.</summary>
    public static IEnumerable<string> ForbiddenLevels(SourceFile file)
    {
        if (file.Project != "Engine" || file.Folder.Length == 0) return [];
        if (!Levels.TryGetValue(file.Folder, out var own)) return [$"{file.Path}: {file.Folder} has no level."];
        return EngineFolder().Matches(file.Code).Select(match => match.Groups[1].Value).Distinct()
            .Where(used => used != file.Folder && Levels.TryGetValue(used, out var level) && (level > own || (level == own && own > 0)))
            .Select(used => $"{file.Path}: {file.Folder} (level {own}) must not know {used} (level {Levels[used]}).");
    }

    public static IEnumerable<string> BannedWords(SourceFile file) => Bans
        .Where(ban => ban.Allowed is null || !file.Path.StartsWith(ban.Allowed, StringComparison.Ordinal))
        .Where(ban => Regex.IsMatch(file.Code, ban.Pattern))
        .Select(ban => $"{file.Path}: {Regex.Match(file.Code, ban.Pattern).Value}: {ban.Reason}.");

    public static IEnumerable<string> UnreasonedCatches(SourceFile file) => CatchAll.ContainsKey(file.Path) ? [] : CatchesOfAll(file);

    /// <summary>A bare catch is fine where it throws again; a filter that names types makes it no catch-all.</summary>
    public static IEnumerable<string> CatchesOfAll(SourceFile file) => CatchClause().Matches(file.Code)
        .Where(match => !match.Groups["filter"].Success && !Rethrow().IsMatch(match.Groups["body"].Value))
        .Select(_ => $"{file.Path}: catches every exception; name them, or give the file a reason in {nameof(CatchAll)}.");

    public static IEnumerable<string> Notes(SourceFile file) => Promise().Matches(file.Text)
        .Select(match => $"{file.Path}: {match.Value}: promises belong into the tracker.");

    public static IEnumerable<string> TooLong(SourceFile file) =>
        file.Lines > MostLines ? [$"{file.Path}: {file.Lines} lines, {MostLines} are the most."] : [];

    [GeneratedRegex("""<ProjectReference\s+Include="[^"]*?([\w.]+)\.csproj\b""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"^\s*@?(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?(?:global::)?([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"(?<![\w.])Engine\.([A-Z]\w*)")]
    private static partial Regex EngineFolder();

    [GeneratedRegex(@"\bcatch\b\s*(?:\(\s*(?:System\.)?Exception\b[^)]*\))?\s*(?<filter>when\b[^{]*)?\{(?<body>[^{}]*)")]
    private static partial Regex CatchClause();

    [GeneratedRegex(@"\bthrow\s*;")]
    private static partial Regex Rethrow();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Promise();

    /// <summary>A pattern that no file may hold, but for those under one path.</summary>
    internal sealed record Ban(string Pattern, string Reason, string? Allowed = null);
}
