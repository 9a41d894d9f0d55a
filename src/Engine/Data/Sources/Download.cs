using System.Net;

namespace Engine.Data.Sources;

/// <summary>Fetches published files over https into a folder where only verified files ever lie.</summary>
/// <param name="handler">How to reach the network.</param>
internal sealed class Download(HttpMessageHandler handler)
{
    private const int SlackBytes = 65_536;
    private static readonly TimeSpan WholeTime = TimeSpan.FromMinutes(30);

    /// <summary>The network as it is, without redirects. Addresses come from <see cref="BuiltInSets"/> alone, never from a user.</summary>
    public static HttpMessageHandler Network() =>
        new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) };

    /// <summary>Fetches a file unless its verified copy is there already. The copy appears whole or not at all.</summary>
    /// <exception cref="DataException">It cannot be had, or is not the published file.</exception>
    public void Fetch(PublishedFile file, string folder)
    {
        var target = Path.Combine(folder, file.File);
        if (File.Exists(target)) return;
        var temporary = $"{target}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(folder);
            var bytes = Bytes(file);
            var hashed = file.OfContent ? Gzip.Unpacked(bytes, file.File) : bytes;
            if (!Hashes.Match(hashed, file.Sha256))
            {
                throw new DataException($"{file.Address} gave another file than the published one: its SHA-256 differs.");
            }

            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception failure)
            when (failure is HttpRequestException or IOException or OperationCanceledException or UnauthorizedAccessException)
        {
            throw new DataException($"{file.Address} cannot be fetched: {failure.Message}", failure);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private byte[] Bytes(PublishedFile file)
    {
        if (file.Address.Scheme != Uri.UriSchemeHttps) throw new DataException($"{file.Address} is no https address.");
        using var patience = new CancellationTokenSource(WholeTime);
        using var client = new HttpClient(handler, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(30) };
        using var request = new HttpRequestMessage(HttpMethod.Get, file.Address);
        using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        if (response.StatusCode != HttpStatusCode.OK) throw new DataException($"{file.Address} answers {(int)response.StatusCode}.");
        using var content = response.Content.ReadAsStream(patience.Token);
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        while (content.Read(buffer) is var count and > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            bytes.Write(buffer, 0, count);
            if (bytes.Length > file.Bytes + SlackBytes)
            {
                throw new DataException($"{file.Address} gives more than the {file.Bytes} bytes of the published file.");
            }
        }

        return bytes.ToArray();
    }
}
