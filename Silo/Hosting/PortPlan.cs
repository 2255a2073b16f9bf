using System.Net;
using Hunyuan3D.Grains.Hosting;

namespace Hunyuan3D.Hosting;

/// <summary>
/// Chooses the ports of a server. The owner of a data folder keeps the ports it had before: other processes find Redis again, and Orleans
/// knows by the silo's endpoint that the new process replaces the one that was killed.
/// </summary>
internal static class PortPlan
{
    private const int FirstRedis = 6479;
    private const int FirstSilo = 11111;
    private const int FirstGateway = 30000;

    /// <param name="before">The ports of the folder's last owner; null: none, or this process is not the owner.</param>
    public static ClusterPorts Choose(ServeRequest request, ClusterPorts? before)
    {
        var owner = request.Redis is null;
        return new ClusterPorts(
            owner ? Keep(0, before?.Redis, FirstRedis) : 0,
            owner ? Keep(request.SiloPort, before?.Silo, FirstSilo) : Asked(request, request.SiloPort, FirstSilo),
            !request.Roles.HasFlag(SiloRoles.Gateway) ? 0
            : owner ? Keep(request.GatewayPort, before?.Gateway, FirstGateway)
            : Asked(request, request.GatewayPort, FirstGateway));
    }

    private static int Keep(int asked, int? before, int first) =>
        asked != 0 ? asked
        : before is > 0 && FreePort.IsFree(before.Value) ? before.Value
        : FreePort.From(first);

    // On an address of its own a silo has the ports that firewalls and network policies name.
    private static int Asked(ServeRequest request, int asked, int first) =>
        asked != 0 ? asked
        : IPAddress.IsLoopback(request.Address) ? FreePort.Any()
        : first;
}
