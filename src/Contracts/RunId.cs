using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contracts;

/// <summary>The name of one run: 16 characters that sort by creation time and are safe in an address and in a file name.</summary>
/// <remarks>Nine characters of milliseconds since 1970 and seven of chance, in Crockford's base 32, lower case (no i, l, o, u).</remarks>
[JsonConverter(typeof(RunIdJsonConverter))]
public readonly record struct RunId : IParsable<RunId>, IComparable<RunId>
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TimeLength = 9;

    /// <summary>Characters of every id.</summary>
    public const int Length = 16;

    private readonly string? _value;

    private RunId(string value) => _value = value;

    /// <summary>The id as text; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>Makes an id from a time and a random number (35 bits of it are used).</summary>
    public static RunId Create(DateTimeOffset at, long random) => new(string.Create(Length, (at, random), static (span, state) =>
    {
        Write(span[..TimeLength], state.at.ToUnixTimeMilliseconds());
        Write(span[TimeLength..], state.random);
    }));

    /// <inheritdoc />
    public static RunId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("A run id is 16 characters of 0-9 and a-z without i, l, o and u.");

    /// <inheritdoc />
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RunId result)
    {
        var good = s is { Length: Length } && s.All(Alphabet.Contains);
        result = good ? new RunId(s!) : default;
        return good;
    }

    /// <inheritdoc />
    public int CompareTo(RunId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Whether the left id was made before the right one.</summary>
    public static bool operator <(RunId left, RunId right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left id was made after the right one.</summary>
    public static bool operator >(RunId left, RunId right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left id was not made after the right one.</summary>
    public static bool operator <=(RunId left, RunId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left id was not made before the right one.</summary>
    public static bool operator >=(RunId left, RunId right) => left.CompareTo(right) >= 0;

    private static void Write(Span<char> span, long value)
    {
        for (var i = span.Length - 1; i >= 0; i--, value >>= 5) span[i] = Alphabet[(int)(value & 31)];
    }
}

/// <summary>A run id is a plain string in JSON.</summary>
public sealed class RunIdJsonConverter : JsonConverter<RunId>
{
    /// <inheritdoc />
    public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RunId.TryParse(reader.GetString(), null, out var id) ? id : throw new JsonException("Not a run id.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
