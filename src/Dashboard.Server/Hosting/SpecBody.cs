using System.Text.Json;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Server.Hosting;

/// <summary>Reads a spec from a request, and says exactly what is wrong with it.</summary>
internal static class SpecBody
{
    public const int MostBytes = 256 * 1024;

    /// <summary>The spec, or the answer that refuses it.</summary>
    public static async Task<(RunSpec? Spec, ProblemHttpResult? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasJsonContentType())
        {
            return (null, TypedResults.Problem(
                "Send the spec as application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType));
        }

        if (await BytesAsync(request, cancellation) is not { } bytes)
        {
            return (null, TypedResults.Problem(
                $"A spec has at most {MostBytes / 1024} kB.", statusCode: StatusCodes.Status413PayloadTooLarge));
        }

        try
        {
            return JsonSerializer.Deserialize<RunSpec>(bytes, SpecJson.Options) is { } spec
                ? (spec, null)
                : (null, TypedResults.Problem("The body is null; a spec is an object.", statusCode: StatusCodes.Status400BadRequest));
        }
        catch (JsonException e)
        {
            return (null, Malformed(e));
        }
    }

    private static ProblemHttpResult Malformed(JsonException e) => TypedResults.Problem(
        $"The body is not a spec: {e.Message}", statusCode: StatusCodes.Status400BadRequest, title: "Malformed spec",
        extensions: new Dictionary<string, object?>
        {
            ["line"] = e.LineNumber + 1,
            ["column"] = e.BytePositionInLine + 1,
            ["path"] = e.Path,
        });

    private static async Task<byte[]?> BytesAsync(HttpRequest request, CancellationToken cancellation)
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
