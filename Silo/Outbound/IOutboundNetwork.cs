using System.Net;

namespace Hunyuan3D.Hosting.Outbound;

/// <summary>What a call to the outside needs of the network.</summary>
internal interface IOutboundNetwork
{
    /// <summary>All addresses of a name.</summary>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);

    /// <summary>A connection to one of the addresses; they are tried in order.</summary>
    Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken);
}
