using System.Net;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Hosting;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Hosting;

public sealed class AdvertisedAddressTests
{
    [Theory]
    [InlineData("10.1.2.3", null, "", "10.1.2.3")]
    [InlineData("fd00::1", null, "", "fd00::1")]
    [InlineData("auto", "10.4.5.6", "192.168.1.1", "10.4.5.6")]
    [InlineData("auto", "", "127.0.0.1 ::1 fe80::1 192.168.1.1", "192.168.1.1")]
    [InlineData("auto", null, "192.168.1.1 172.17.0.1", null)]
    [InlineData("auto", null, "127.0.0.1", null)]
    [InlineData("auto", "nonsense", "192.168.1.1", null)]
    [InlineData("0.0.0.0", null, "", null)]
    [InlineData("::", null, "", null)]
    [InlineData("a-host", null, "", null)]
    public void Find_Text_IsOneAddressThatOthersCanUseOrNone(string text, string? pod, string own, string? expected)
        => Assert.Equal(expected, AdvertisedAddress.Find(text, pod, own.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse))?.ToString());

    [Fact]
    public void Choose_AddressBeyondLoopback_HasThePortsThatRulesOfANetworkName()
    {
        var joining = new ServeRequest("data") { Redis = "redis:6379", Address = IPAddress.Parse("10.1.2.3") };

        Assert.Equal(new ClusterPorts(0, 11111, 30000), PortPlan.Choose(joining, before: null));
        Assert.Equal(new ClusterPorts(0, 11111, 0), PortPlan.Choose(joining with { Roles = SiloRoles.Gpu }, before: null));
        Assert.Equal(12001, PortPlan.Choose(joining with { SiloPort = 12001 }, before: null).Silo);
    }
}
