using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contracts;

/// <summary>The one way in which records become JSON, in files, over HTTP and in the store: camel case, enums in kebab case, unknown members refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = false,
    AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = false,
    Converters = [typeof(KebabCaseEnumConverter<RunStatus>), typeof(KebabCaseEnumConverter<OptionKind>)])]
[JsonSerializable(typeof(RunSpec))]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(IReadOnlyList<RunEvent>))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(IReadOnlyList<RunSummary>))]
[JsonSerializable(typeof(CatalogDescription))]
[JsonSerializable(typeof(IReadOnlyList<DataSetInfo>))]
[JsonSerializable(typeof(IReadOnlyList<DeviceReading>))]
[JsonSerializable(typeof(IReadOnlyList<SpecFault>))]
[JsonSerializable(typeof(IReadOnlyList<MatrixRow>))]
public sealed partial class ContractsJson : JsonSerializerContext;

/// <summary>Enums as kebab-case strings.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class KebabCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
