using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contracts;

/// <summary>One cell of the table of runs: nothing, a number, a text, yes or no, a time, or a few words.</summary>
/// <remarks>A struct of two fields, because ten thousand runs have a hundred of them each.</remarks>
[JsonConverter(typeof(FieldValueJsonConverter))]
public readonly struct FieldValue : IEquatable<FieldValue>
{
    private static readonly object NumberMark = new(), FlagMark = new(), TimeMark = new();
    private readonly double _number;
    private readonly object? _content;

    private FieldValue(double number, object? content) => (_number, _content) = (number, content);

    /// <summary>Nothing.</summary>
    public static FieldValue Null => default;

    /// <summary>Whether there is none.</summary>
    public bool IsNull => _content is null;

    /// <summary>The number; null when it is none. Times are none.</summary>
    public double? Number => ReferenceEquals(_content, NumberMark) ? _number : null;

    /// <summary>Yes or no; null when it is neither.</summary>
    public bool? Flag => ReferenceEquals(_content, FlagMark) ? _number != 0 : null;

    /// <summary>The time; null when it is none.</summary>
    public DateTimeOffset? Time =>
        ReferenceEquals(_content, TimeMark) ? DateTimeOffset.UnixEpoch.AddMilliseconds(_number) : null;

    /// <summary>The text; null when it is none.</summary>
    public string? Text => _content as string;

    /// <summary>The words; null when it is no list.</summary>
    public IReadOnlyList<string>? Words => _content as IReadOnlyList<string>;

    /// <summary>A number that sorts as the value does: itself, a time's milliseconds, 0 or 1.</summary>
    public double Rank => _number;

    /// <summary>A number; nothing for null and for what is not finite.</summary>
    public static FieldValue Of(double? value) => value is { } number && double.IsFinite(number) ? new FieldValue(number, NumberMark) : Null;

    /// <summary>A text; nothing for null.</summary>
    public static FieldValue Of(string? value) => new(0, value);

    /// <summary>Yes or no.</summary>
    public static FieldValue Of(bool value) => new(value ? 1 : 0, FlagMark);

    /// <summary>A time; nothing for null.</summary>
    public static FieldValue Of(DateTimeOffset? value) =>
        value is { } time ? new FieldValue((time - DateTimeOffset.UnixEpoch).TotalMilliseconds, TimeMark) : Null;

    /// <summary>A few words; nothing for none.</summary>
    public static FieldValue Of(IReadOnlyList<string> values) => values.Count == 0 ? Null : new FieldValue(0, values);

    /// <summary>The value of a JSON element; lists and objects are their JSON.</summary>
    public static FieldValue Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => Null,
        JsonValueKind.Number => Of(element.GetDouble()),
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.String => Of(element.GetString()),
        _ => Of(element.GetRawText()),
    };

    /// <summary>Order of a column: numbers and times by size, then texts by their letters.</summary>
    public int CompareTo(FieldValue other)
    {
        var (mine, theirs) = (AsText(), other.AsText());
        if (mine is not null && theirs is not null) return StringComparer.OrdinalIgnoreCase.Compare(mine, theirs);
        return mine is null && theirs is null ? _number.CompareTo(other._number) : mine is null ? -1 : 1;
    }

    /// <summary>As people and programs read it: "0.5", "true", a time in ISO 8601.</summary>
    public override string ToString() => _content switch
    {
        null => "",
        string text => text,
        IReadOnlyList<string> words => string.Join(", ", words),
        _ when Flag is { } flag => flag ? "true" : "false",
        _ when Time is { } time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
        _ => _number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <inheritdoc />
    public bool Equals(FieldValue other) => _number.Equals(other._number) && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is FieldValue other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(FieldValue left, FieldValue right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(FieldValue left, FieldValue right) => !left.Equals(right);

    private string? AsText() => _content switch
    {
        string text => text,
        IReadOnlyList<string> words => string.Join(", ", words),
        _ => null,
    };
}

/// <summary>A cell is a plain value in JSON: null, a number, a string, true or false, or a list of strings.</summary>
public sealed class FieldValueJsonConverter : JsonConverter<FieldValue>
{
    /// <inheritdoc />
    public override FieldValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? FieldValue.Of([.. document.RootElement.EnumerateArray().Select(item => item.ToString())])
            : FieldValue.Of(document.RootElement);
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, FieldValue value, JsonSerializerOptions options)
    {
        if (value.IsNull) writer.WriteNullValue();
        else if (value.Number is { } number) writer.WriteNumberValue(number);
        else if (value.Flag is { } flag) writer.WriteBooleanValue(flag);
        else if (value.Words is { } words) WriteWords(writer, words);
        else writer.WriteStringValue(value.ToString());
    }

    private static void WriteWords(Utf8JsonWriter writer, IReadOnlyList<string> words)
    {
        writer.WriteStartArray();
        foreach (var word in words) writer.WriteStringValue(word);
        writer.WriteEndArray();
    }
}
