using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Contracts;

/// <summary>The one way in which records become JSON, in files, over HTTP and in the store: camel case, enums in kebab case, unknown members refused.</summary>
/// <remarks>
/// Read by reflection, not by a generated context: generated code reads an absent member of a record with <c>init</c> properties as zero or null
/// where reflection keeps the property's default, and the defaults of a spec are its documentation.
/// </remarks>
public sealed class ContractsJson
{
    private ContractsJson()
    {
        Options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            AllowTrailingCommas = true,
            ReadCommentHandling = JsonCommentHandling.Skip,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            MaxDepth = 32,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        Options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        Options.MakeReadOnly();
    }

    /// <summary>The only instance.</summary>
    public static ContractsJson Default { get; } = new();

    /// <summary>The rules, for those who serialise other types by them.</summary>
    public JsonSerializerOptions Options { get; }

    /// <summary>A spec.</summary>
    public JsonTypeInfo<RunSpec> RunSpec => Of<RunSpec>();

    /// <summary>An event, with its kind.</summary>
    public JsonTypeInfo<RunEvent> RunEvent => Of<RunEvent>();

    /// <summary>A row of history.</summary>
    public JsonTypeInfo<RunSummary> RunSummary => Of<RunSummary>();

    /// <summary>How any contract type is written and read.</summary>
    /// <typeparam name="T">A type of this assembly, or a collection of one.</typeparam>
    public JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
}
