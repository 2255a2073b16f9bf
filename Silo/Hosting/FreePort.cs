using System.Net;
using System.Net.Sockets;

namespace Hunyuan3D.Hosting;

/// <summary>Finds TCP ports on loopback that nobody listens on.</summary>
internal static class FreePort
{
    /// <summary>Any port that is free now.</summary>
    public static int Any()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The first free port from <paramref name="first"/> upward.</summary>
    public static int From(int first)
    {
        for (var port = first; port < first + 1000; port++)
        {
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"No free TCP port between {first} and {first + 999} on 127.0.0.1.");
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
