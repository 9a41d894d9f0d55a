using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Server.Listing;

/// <summary>What runs that repeat each other have in common: everything that was asked for, but the seed and what changes no result.</summary>
internal static class Configuration
{
    private const int MarkBytes = 4;
    private static readonly HashSet<string> Free = ["seed", "device", "threads", "reportEvery", "saveEvery"];

    /// <summary>The digest of each set of parameters that was asked for: ten thousand of them are grouped at once.</summary>
    private static readonly ConditionalWeakTable<FieldSet, string> Marks = [];

    /// <summary>A digest that tells apart what the words after it do not.</summary>
    public static string Of(RunRecord run)
    {
        var ipc = run.Row.ImagesPerClass is > 0 and var count ? $" · ipc {count}" : "";
        return $"{Marks.GetValue(run.Parameters, Mark)} · {run.Row.Method} · {run.Row.Data}{ipc} · {run.Row.TrainingNetwork}";
    }

    private static string Mark(FieldSet parameters)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in parameters.Names.Zip(parameters.Values))
        {
            if (!Free.Contains(name)) text.Append(name).Append('=').Append(value.ToString()).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, MarkBytes));
    }
}
