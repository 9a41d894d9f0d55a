using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Contracts;

namespace Dashboard.Server.Hosting;

/// <summary>How a spec is read: as the contracts say, and strictly.</summary>
/// <remarks>
/// By reflection: the generated reader takes absent <c>init</c> members for null or zero instead of their defaults,
/// and most specs leave most members out.
/// </remarks>
internal static class SpecJson
{
    /// <summary>No null where a value belongs, and no name twice.</summary>
    public static readonly JsonSerializerOptions Options = new(ContractsJson.Default.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };
}
