using Contracts;

namespace Dashboard.Server.Hosting;

/// <summary>Routes take nothing but a well-formed id: what is none is not found, and never reaches a path.</summary>
internal sealed class RunIdConstraint : IRouteConstraint
{
    public bool Match(
        HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out var value) && RunId.TryParse(value?.ToString(), null, out _);
}
