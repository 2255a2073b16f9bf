using System.Net;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>
/// The names under which a server without keys answers. Any web page may make the visitor's browser resolve the page's own name to 127.0.0.1 (DNS rebinding) and is then of the same origin as a
/// server on that port; what it cannot do is make the browser send another <c>Host</c>.
/// </summary>
internal static class LocalNames
{
    public static bool Has(HostString host, IReadOnlyList<string> more)
    {
        var name = host.Host.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address))
            || more.Contains(host.Host, StringComparer.OrdinalIgnoreCase);
    }
}
