using System.Net;
using System.Net.Sockets;

namespace Dashboard.Server.RealData;

/// <summary>Connections to the public network alone. The address that is connected to is the one that was looked at, whatever a name says next.</summary>
/// <param name="resolve">Addresses of a host.</param>
internal sealed class PublicAddresses(Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
            "fc00::/7", "fe80::/9", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>A way to the network that refuses every other place. It follows no redirect and takes no proxy.</summary>
    public HttpMessageHandler Handler() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        ConnectCallback = async (context, cancellation) => await ConnectAsync(context.DnsEndPoint, cancellation),
    };

    /// <summary>Whether an address is one of the public network.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Closed.Any(network => network.Contains(plain));
    }

    /// <summary>A connection to the first address of a host; none when any of its addresses is not public.</summary>
    /// <exception cref="HttpRequestException">It is not public, or cannot be reached.</exception>
    public async Task<Stream> ConnectAsync(DnsEndPoint point, CancellationToken cancellation)
    {
        var addresses = await AddressesAsync(point.Host, cancellation);
        if (addresses.Length == 0 || !addresses.All(IsPublic))
            throw new FetchException($"{point.Host} is not on the public network; nothing was connected to.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, point.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new FetchException($"{point.Host} cannot be reached: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out var given)) return [given];
        try
        {
            return await resolve(host, cancellation);
        }
        catch (SocketException e)
        {
            throw new FetchException($"{host} has no address: {e.Message}", e);
        }
    }
}
