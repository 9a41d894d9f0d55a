namespace Dashboard.Client.Features.Help;

/// <summary>A command that a program may send, as the help shows it.</summary>
/// <param name="Purpose">What it does, in English.</param>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Path">The route as the OpenAPI document names it.</param>
/// <param name="Rest">What the address and the command have beside it: a query, a body.</param>
public sealed record ApiExample(string Purpose, string Method, string Path, string Rest = "")
{
    private const string SomeRun = "RUN";
    private const string Json = " -H 'Content-Type: application/json' ";

    /// <summary>In the order of a first visit.</summary>
    public static IReadOnlyList<ApiExample> All { get; } =
    [
        new("What a spec may name, with every option and its range", "GET", "/api/v1/catalog"),
        new("Every run", "GET", "/api/v1/runs"),
        new("Queue a run", "POST", "/api/v1/runs", Json + "-d @spec.json"),
        new("One run", "GET", "/api/v1/runs/{id}"),
        new("Hold, resume or cancel a run", "POST", "/api/v1/runs/{id}/pause"),
        new("Queue a copy of a run", "POST", "/api/v1/runs/{id}/clone"),
        new("Follow the events of a run, one line of JSON each", "GET", "/api/v1/runs/{id}/events", "?follow=true"),
        new("A measured series, thinned to so many points", "GET", "/api/v1/runs/{id}/series/{name}", "?points=500"),
        new("The newest synthetic set as an archive", "GET", "/api/v1/runs/{id}/synthetic-sets/{file}", " -o synthetic-set.zip"),
        new("The queue, with expected starts", "GET", "/api/v1/queue"),
        new("Put a waiting run at the end of its line", "POST", "/api/v1/queue/{id}/move", Json + "-d '{\"before\": null}'"),
        new("Drain a device: finish its run, take no other", "PUT", "/api/v1/queue/lines/{device}", Json + "-d '{\"mode\": \"draining\"}'"),
        new("What the devices do", "GET", "/api/v1/devices"),
        new("What the first page shows", "GET", "/api/v1/overview"),
    ];

    /// <summary>The command, for a server at an address.</summary>
    public string Curl(Uri server)
    {
        var path = Path.Replace("{id}", SomeRun, StringComparison.Ordinal).Replace("{device}", "cpu", StringComparison.Ordinal)
            .Replace("{name}", "loss/matching", StringComparison.Ordinal).Replace("{file}", "latest.zip", StringComparison.Ordinal);
        var (query, rest) = Rest.StartsWith('?') ? (Rest, "") : ("", Rest);
        return $"curl -s{(Method == "GET" ? "" : " -X " + Method)} '{server.GetLeftPart(UriPartial.Authority)}{path}{query}'{rest}";
    }
}
