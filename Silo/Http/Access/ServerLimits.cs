using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>What a connection may take of the server before any route is asked. Bodies have bounds of their own (<see cref="BoundedBody"/>).</summary>
internal static class ServerLimits
{
    /// <summary>A body that comes slower than this many bytes a second is given up.</summary>
    private const double SlowestBody = 240;

    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(15);

    /// <summary>What is granted to a body before its rate counts.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <param name="grace">Above 1 s; null: 5 s.</param>
    public static void Apply(KestrelServerOptions server, TimeSpan? grace = null)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestHeaderCount = 64;
        server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        server.Limits.MaxRequestLineSize = 8 * 1024;
        server.Limits.RequestHeadersTimeout = HeadersWithin;
        server.Limits.MinRequestBodyDataRate = new MinDataRate(SlowestBody, grace ?? Grace);
    }
}
