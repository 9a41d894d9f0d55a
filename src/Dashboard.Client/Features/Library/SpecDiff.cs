using System.Text.Json;
using Contracts;

namespace Dashboard.Client.Features.Library;

/// <summary>One option that two specs have differently; null where one of them does not say.</summary>
internal sealed record SpecDifference(string Path, string? Left, string? Right);

/// <summary>What differs between two specs. Names and notes are for people and are left out.</summary>
internal static class SpecDiff
{
    private static readonly string[] ForPeople = ["name", "notes"];

    public static IReadOnlyList<SpecDifference> Of(RunSpec left, RunSpec right)
    {
        var (here, there) = (Values(left), Values(right));
        return [.. here.Keys.Union(there.Keys).Except(ForPeople).Order(StringComparer.Ordinal)
            .Select(path => new SpecDifference(path, here.GetValueOrDefault(path), there.GetValueOrDefault(path)))
            .Where(difference => difference.Left != difference.Right)];
    }

    private static Dictionary<string, string> Values(RunSpec spec)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        Add("", JsonSerializer.SerializeToElement(spec, ContractsJson.Default.RunSpec));
        return values;

        void Add(string path, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Object)
                foreach (var member in value.EnumerateObject()) Add(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
            else if (value.ValueKind == JsonValueKind.Array)
                foreach (var (index, entry) in value.EnumerateArray().Index()) Add($"{path}[{index}]", entry);
            else values[path] = value.ToString();
        }
    }
}
