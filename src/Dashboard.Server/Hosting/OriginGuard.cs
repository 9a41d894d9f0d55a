namespace Dashboard.Server.Hosting;

/// <summary>
/// Keeps pages of other sites from acting through the visitor's browser: forms, fetches and sockets that carry a foreign
/// origin.
/// </summary>
internal sealed class OriginGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!NeedsOwnOrigin(context) || IsOwn(context.Request)) return next(context);
        return TypedResults.Problem("The request comes from a page of another site.",
            statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
    }

    private static bool NeedsOwnOrigin(HttpContext context)
    {
        var request = context.Request;
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        return !isSafe || context.WebSockets.IsWebSocketRequest || request.Headers.Upgrade.Count > 0
            || request.Path.StartsWithSegments("/hubs") || request.Path.StartsWithSegments("/_blazor");
    }

    /// <summary>Programs send no origin and are welcome; a browser always sends one, or says that the request is cross-site.</summary>
    private static bool IsOwn(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site") return false;
        return request.Headers.Origin.Count switch
        {
            0 => true,
            1 => Uri.TryCreate(request.Headers.Origin[0], UriKind.Absolute, out var origin)
                && origin.Authority.Equals(
                    new UriBuilder(origin.Scheme, request.Host.Host, request.Host.Port ?? -1).Uri.Authority,
                    StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
    }
}
