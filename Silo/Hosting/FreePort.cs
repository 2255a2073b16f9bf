using System.Net;
using System.Net.Sockets;

namespace Hunyuan3D.Hosting;

/// <summary>Finds TCP ports on loopback that nobody listens on.</summary>
internal static class FreePort
{
    // Below the ports that systems give to outgoing connections (Linux: from 32768), one of which could take a port between being found free and being listened on.
    private const int Lowest = 15_000;
    private const int Highest = 32_000;
    private const int Tries = 1000;

    /// <summary>Any port that is free now.</summary>
    public static int Any()
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"No free TCP port found between {Lowest} and {Highest} on 127.0.0.1 in {Tries} tries.");
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
