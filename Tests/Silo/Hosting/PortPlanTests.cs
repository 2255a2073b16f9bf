using System.Net;
using System.Net.Sockets;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Hosting;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Hosting;

public sealed class PortPlanTests
{
    private static readonly ServeRequest Owner = new("data");
    private static readonly ServeRequest Joining = Owner with { Redis = "127.0.0.1:6379" };

    [Fact]
    public void Choose_OwnerThatComesBack_KeepsItsPorts()
    {
        var before = new ClusterPorts(FreePort.Any(), FreePort.Any(), FreePort.Any());

        Assert.Equal(before, PortPlan.Choose(Owner, before));
    }

    [Fact]
    public void Choose_PortTakenMeanwhile_TakesAnother()
    {
        using var squatter = new TcpListener(IPAddress.Loopback, 0);
        squatter.Start();
        var taken = ((IPEndPoint)squatter.LocalEndpoint).Port;

        Assert.NotEqual(taken, PortPlan.Choose(Owner, new ClusterPorts(taken, FreePort.Any(), FreePort.Any())).Redis);
    }

    [Fact]
    public void Choose_AskedPorts_AreTaken()
    {
        var ports = PortPlan.Choose(Owner with { SiloPort = 12001, GatewayPort = 12002 }, new ClusterPorts(FreePort.Any(), 12003, 12004));

        Assert.Equal((12001, 12002), (ports.Silo, ports.Gateway));
    }

    [Fact]
    public void Choose_ClusterOfAnother_HasNoRedis()
    {
        var ports = PortPlan.Choose(Joining, before: null);

        Assert.Equal(0, ports.Redis);
        Assert.NotEqual(0, ports.Silo);
        Assert.NotEqual(0, ports.Gateway);
    }

    [Fact]
    public void Choose_NoGatewayRole_HasNoGatewayPort() =>
        Assert.Equal(0, PortPlan.Choose(Joining with { Roles = SiloRoles.Gpu }, before: null).Gateway);
}
