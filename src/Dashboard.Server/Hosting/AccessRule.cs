using System.Net;

namespace Dashboard.Server.Hosting;

/// <summary>
/// Who may reach the server. Without a login it serves this machine alone, unless the settings say otherwise in so many
/// words.
/// </summary>
internal static class AccessRule
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    public static bool AllowsNonLoopback(IConfiguration configuration) => configuration.GetValue("Auth:AllowNonLoopback", false);

    /// <summary>Refuses a mode that does not exist, and addresses that other machines can reach.</summary>
    public static void Check(IConfiguration configuration)
    {
        var mode = configuration["Auth:Mode"] ?? "Open";
        if (!mode.Equals("Open", StringComparison.OrdinalIgnoreCase))
        {
            throw new StartRefusedException($"Auth:Mode '{mode}' is not known. The one mode is 'Open': no login, this machine only.");
        }

        if (!AllowsNonLoopback(configuration) && Urls(configuration).FirstOrDefault(url => !IsLoopback(url)) is { } open)
        {
            throw new StartRefusedException(
                $"The address {open} can be reached by other machines, and there is no login. Listen on {DefaultUrl}, " +
                "or set Auth:AllowNonLoopback=true when something in front of the server decides who may enter.");
        }
    }

    /// <summary>Every address that the settings ask for; the default one when they are silent.</summary>
    public static IReadOnlyList<string> Urls(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        var urls = Split(configuration["urls"]);
        var ports = urls.Count > 0
            ? []
            : Split(configuration["http_ports"]).Select(port => $"http://*:{port}")
                .Concat(Split(configuration["https_ports"]).Select(port => $"https://*:{port}"));
        var all = endpoints.Concat(urls).Concat(ports).ToList();
        return all.Count > 0 ? all : [DefaultUrl];
    }

    private static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host.Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }

    private static List<string> Split(string? list) =>
        [.. (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
