using System.Net;
using Contracts;

namespace Dashboard.Server.RealData;

/// <summary>Opens a file at an https address; every redirect is looked at like the first address.</summary>
/// <param name="handler">How to reach the network.</param>
/// <param name="time">The clock.</param>
/// <param name="idle">How long nothing, or next to nothing, may come; null for 30 seconds.</param>
internal sealed class DataDownload(Func<HttpMessageHandler> handler, TimeProvider time, TimeSpan? idle = null)
{
    private const int MostRedirects = 5;
    private static readonly TimeSpan IdlePatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);

    /// <summary>Why an address is not fetched; null when it may be tried.</summary>
    public static Sentence? Fault(string text, out Uri address)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var given) || given.Scheme != Uri.UriSchemeHttps || given.Host.Length == 0)
        {
            address = new Uri("https://invalid");
            return "An address begins with https://.";
        }

        address = given;
        return given.UserInfo.Length > 0 ? "An address holds no user name or password." : null;
    }

    /// <summary>The answer with the file, and the address that gave it.</summary>
    /// <exception cref="HttpRequestException">It cannot be had; the message may be shown.</exception>
    public async Task<Fetched> OpenAsync(Uri address, CancellationToken cancellation)
    {
        var client = new HttpClient(handler(), disposeHandler: true) { Timeout = AnswerPatience };
        try
        {
            for (var redirects = 0; redirects <= MostRedirects; redirects++)
            {
                var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation);
                if (response.StatusCode == HttpStatusCode.OK)
                    return new Fetched(client, response, address, new PatientStream(await response.Content.ReadAsStreamAsync(cancellation), idle ?? IdlePatience, time));
                using (response) address = Next(response, address);
            }

            throw new FetchException($"The address leads through more than {MostRedirects} others.");
        }
        catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            client.Dispose();
            throw new FetchException($"{address.Host} does not answer.", e);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static Uri Next(HttpResponseMessage response, Uri address)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            throw new FetchException($"{address.Host} answers {(int)response.StatusCode}.");
        var next = address;
        return (Uri.TryCreate(address, location, out var target) ? Fault(target.AbsoluteUri, out next) : (Sentence)"No address.") is { } fault
            ? throw new FetchException($"{address.Host} leads elsewhere: {fault}")
            : next;
    }

    /// <summary>A file that comes.</summary>
    internal sealed record Fetched(HttpClient Client, HttpResponseMessage Response, Uri Address, Stream Content) : IDisposable
    {
        public long? Length => Response.Content.Headers.ContentLength;

        public string FileName => Uri.UnescapeDataString(Address.Segments[^1]);

        public void Dispose()
        {
            Content.Dispose();
            Response.Dispose();
            Client.Dispose();
        }
    }
}
