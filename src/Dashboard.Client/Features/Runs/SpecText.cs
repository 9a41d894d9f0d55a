using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Contracts;

namespace Dashboard.Client.Features.Runs;

/// <summary>A spec as JSON that people read and edit.</summary>
internal static class SpecText
{
    private static readonly JsonSerializerOptions Indented = new(ContractsJson.Default.Options) { WriteIndented = true };

    public static string Write(RunSpec spec) => JsonSerializer.Serialize(spec, (JsonTypeInfo<RunSpec>)Indented.GetTypeInfo(typeof(RunSpec)));

    /// <summary>The spec as an address that a link can save.</summary>
    public static string Address(RunSpec spec) => "data:application/json;charset=utf-8," + Uri.EscapeDataString(Write(spec));

    /// <summary>The spec, or what is wrong and where.</summary>
    public static (RunSpec? Spec, string? Fault) Read(string text)
    {
        try
        {
            return (JsonSerializer.Deserialize(text, ContractsJson.Default.RunSpec), null);
        }
        catch (JsonException fault)
        {
            var place = fault.LineNumber is { } line ? $"{line + 1}:{(fault.BytePositionInLine ?? 0) + 1}: " : "";
            return (null, place + fault.Message);
        }
    }
}
