using System.Text.Json;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Server.Hosting;

/// <summary>Reads a record from a request, and says exactly what is wrong with it.</summary>
/// <param name="Noun">What it is called in an answer: "spec".</param>
/// <param name="MostBytes">Bytes of the largest body.</param>
internal sealed record JsonBody(string Noun, int MostBytes)
{
    public static JsonBody Spec { get; } = new("spec", 256 * 1024);

    public static JsonBody Recipe { get; } = new("recipe", 16 * 1024);

    public static JsonBody Order { get; } = new("order", 4 * 1024);

    public static JsonBody Question { get; } = new("question", 64 * 1024);

    public static JsonBody View { get; } = new("view", 64 * 1024);

    public static JsonBody Meta { get; } = new("change", 256 * 1024);

    public static JsonBody Runs { get; } = new("list of runs", 512 * 1024);

    /// <summary>The record, or the answer that refuses it.</summary>
    public async Task<(T? Value, ProblemHttpResult? Problem)> ReadAsync<T>(HttpRequest request, CancellationToken cancellation)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return (null, TypedResults.Problem(
                $"Send the {Noun} as application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType));
        }

        if (await BytesAsync(request, cancellation) is not { } bytes)
        {
            return (null, TypedResults.Problem(
                $"A {Noun} has at most {MostBytes / 1024} kB.", statusCode: StatusCodes.Status413PayloadTooLarge));
        }

        try
        {
            RefuseEmptyEntries(bytes);
            return JsonSerializer.Deserialize(bytes, ContractsJson.Default.Of<T>()) is { } value
                ? (value, null)
                : (null, TypedResults.Problem($"The body is null; a {Noun} is an object.", statusCode: StatusCodes.Status400BadRequest));
        }
        catch (JsonException e)
        {
            return (null, Malformed(e));
        }
    }

    /// <summary>No list of ours has a null in it, but the serializer lets one in where the element's type is a class.</summary>
    private static void RefuseEmptyEntries(byte[] bytes)
    {
        var options = ContractsJson.Default.Options;
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions
        {
            AllowTrailingCommas = options.AllowTrailingCommas,
            CommentHandling = options.ReadCommentHandling,
            MaxDepth = options.MaxDepth,
        });
        var lists = new Stack<bool>();
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) lists.Push(reader.TokenType == JsonTokenType.StartArray);
            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject) lists.Pop();
            if (reader.TokenType != JsonTokenType.Null || !lists.TryPeek(out var inList) || !inList) continue;
            var (line, column) = Position(bytes.AsSpan(0, (int)reader.TokenStartIndex));
            throw new JsonException("A list has an empty entry (null).", null, line, column);
        }
    }

    private static (long Line, long Column) Position(ReadOnlySpan<byte> before) =>
        (before.Count((byte)'\n'), before.Length - before.LastIndexOf((byte)'\n') - 1);

    private ProblemHttpResult Malformed(JsonException e) => TypedResults.Problem(
        $"The body is not a {Noun}: {e.Message}", statusCode: StatusCodes.Status400BadRequest, title: $"Malformed {Noun}",
        extensions: new Dictionary<string, object?>
        {
            ["line"] = e.LineNumber + 1,
            ["column"] = e.BytePositionInLine + 1,
            ["path"] = e.Path,
        });

    private async Task<byte[]?> BytesAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MostBytes) return null;
        using var buffer = new MemoryStream();
        var block = new byte[16 * 1024];
        int count;
        while ((count = await request.Body.ReadAsync(block, cancellation)) > 0)
        {
            if (buffer.Length + count > MostBytes) return null;
            buffer.Write(block, 0, count);
        }

        return buffer.ToArray();
    }
}
