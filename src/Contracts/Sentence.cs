using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contracts;

/// <summary>Something said to people: a template and the values in its places, so that it can be said in another language. In JSON, and as text, it is English.</summary>
/// <remarks>
/// The compiler makes one of an interpolated string: "There is no run {id}." has the template "There is no run {0}.". It does so only
/// where a sentence is asked for: what became a plain string before is a template of its own, which no language but English knows.
/// </remarks>
[InterpolatedStringHandler]
[JsonConverter(typeof(AsText))]
public sealed class Sentence : IEquatable<Sentence>
{
    private readonly StringBuilder _template;
    private readonly List<object?> _values;

    /// <summary>Called by the compiler, before it appends what an interpolated string is made of.</summary>
    /// <param name="literalLength">Characters outside the places.</param>
    /// <param name="formattedCount">Places.</param>
    public Sentence(int literalLength, int formattedCount) =>
        (_template, _values) = (new StringBuilder(literalLength + 3 * formattedCount), new List<object?>(formattedCount));

    /// <summary>What is said, with places as <see cref="string.Format(string, object?[])"/> knows them: "At most {0:N0} characters."</summary>
    public string Template => _template.ToString();

    /// <summary>What stands in the places: text, numbers, or other sentences.</summary>
    public IReadOnlyList<object?> Values => _values;

    /// <summary>A sentence without places.</summary>
    /// <param name="text">What is said.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static implicit operator Sentence?(string? text)
    {
        if (text is null) return null;
        var sentence = new Sentence(text.Length, 0);
        sentence.AppendLiteral(text);
        return sentence;
    }

    /// <summary>Called by the compiler with what stands outside the places.</summary>
    /// <param name="value">The text.</param>
    public void AppendLiteral(string value) =>
        _template.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    /// <summary>Called by the compiler with what stands in a place.</summary>
    /// <param name="value">The value.</param>
    /// <typeparam name="T">Its type.</typeparam>
    public void AppendFormatted<T>(T value)
    {
        _template.Append(CultureInfo.InvariantCulture, $"{{{_values.Count}}}");
        _values.Add(value);
    }

    /// <summary>Called by the compiler with what stands in a place, and how it is written.</summary>
    /// <param name="value">The value.</param>
    /// <param name="format">How it is written: "N0".</param>
    /// <typeparam name="T">Its type.</typeparam>
    public void AppendFormatted<T>(T value, string format)
    {
        _template.Append(CultureInfo.InvariantCulture, $"{{{_values.Count}:{format}}}");
        _values.Add(value);
    }

    /// <summary>The sentence in English.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, Template, [.. _values]);

    /// <summary>Whether both say the same.</summary>
    /// <param name="other">Another sentence.</param>
    public bool Equals(Sentence? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Sentence);

    /// <inheritdoc />
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>A sentence in JSON is its English text.</summary>
    private sealed class AsText : JsonConverter<Sentence>
    {
        public override Sentence? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, Sentence value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
