using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Hosting;
using Dashboard.Server.Runs;
using Dashboard.Server.Storage;
using Engine.Data;
using Engine.Export;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Server.Artifacts;

/// <summary>Pictures of stored synthetic images that are made when they are asked for, one at a time; the last ones are remembered.</summary>
internal sealed class FrameViews(StorageFolder folder, RunDesk desk, EngineDoor engine) : IFrames, IDisposable
{
    private const int MostBytes = 32 * 1024 * 1024;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, byte[]> _made = [];
    private readonly Queue<string> _order = new();
    private long _bytes;

    /// <summary>The picture, or why there is none.</summary>
    public async Task<IResult> ServeAsync(RunState state, FrameQuestion question, HttpRequest request, CancellationToken cancellation)
    {
        if (state.SyntheticSets.GetValueOrDefault(question.Iteration) is not { } saved) return NoSuch();
        if (question.Fault(saved) is { } fault) return TypedResults.Problem(fault, statusCode: StatusCodes.Status400BadRequest);
        var start = state.SyntheticSets.Values.First();
        if (Path(state, saved.Data) is not { } data || Path(state, saved.Picture) is not { } picture || Path(state, start.Data) is not { } first)
            return NoSuch();
        var tag = question.Tag(saved, start);
        request.HttpContext.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        var asked = new FramePicture
        {
            Files = (data, picture),
            Start = first,
            Set = saved,
            Colours = question.Colours,
            Class = question.Class,
            Image = question.Image,
        };
        try
        {
            var png = IsKnown(request, tag) ? [] : await MakeAsync(tag, asked, cancellation);
            return TypedResults.File(png, "image/png", entityTag: new EntityTagHeaderValue($"\"{tag}\""));
        }
        catch (DataException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status409Conflict);
        }
    }

    public async Task<SoftLabel?> LabelAsync(RunId run, int iteration, int image, CancellationToken cancellation)
    {
        if (desk.State(run) is not { } state || state.SyntheticSets.GetValueOrDefault(iteration) is not { } saved) return null;
        if (image < 0 || image >= saved.Images || Path(state, saved.Data) is not { } data) return null;
        await _gate.WaitAsync(cancellation);
        try
        {
            return engine.ReadLabel(data, image);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private static IResult NoSuch() => TypedResults.Problem("There is no such synthetic set.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Whether the browser has it: then it is not made again.</summary>
    private static bool IsKnown(HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag.AsSpan().Trim('"').SequenceEqual(tag));

    private string? Path(RunState state, string name) =>
        folder.Artifact(state.Summary.Id, name) is { } path && File.Exists(path) ? path : null;

    private async Task<byte[]> MakeAsync(string tag, FramePicture asked, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_made.TryGetValue(tag, out var known)) return known;
            var png = engine.RenderFrame(asked);
            _made.Add(tag, png);
            _order.Enqueue(tag);
            _bytes += png.Length;
            while (_bytes > MostBytes && _order.Count > 1 && _made.Remove(_order.Dequeue(), out var oldest)) _bytes -= oldest.Length;
            return png;
        }
        finally
        {
            _gate.Release();
        }
    }
}
