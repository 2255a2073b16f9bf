using System.Net;
using System.Net.Sockets;

namespace Hunyuan3D.Hosting.Outbound;

/// <summary>
/// Tells addresses of the public Internet from all others: this host, private networks, carriers' shared space, link-local (cloud metadata), multicast, reserved blocks, and
/// IPv6 forms that carry an IPv4 address to a translator. Source: the IANA registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890 and its updates).
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>All of IPv6's public unicast addresses are in here; loopback, mapped, translated, unique-local, link-local and multicast ones are not.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && (address.ScopeId != 0 || !GlobalUnicast.Contains(address)))
            return false;
        foreach (var network in NotPublic)
        {
            if (network.Contains(address))
                return false;
        }

        return true;
    }
}
