using System.Reflection;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Tests.Grains.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Placement;

/// <summary>Against the runtime's own directory, which says whose a name is only inside.</summary>
public sealed class LocalJobNamesTests
{
    [Fact]
    public async Task New_OnEverySiloOfThree_NamesWhatItsOwnDirectoryKnows()
    {
        await using var silos = await TestSilos.StartAsync(new TestSilosOptions { Roles = [SiloRoles.All, SiloRoles.Control, SiloRoles.Gpu], Script = new StageScript() });
        foreach (var silo in silos.Cluster.Silos)
        {
            var names = silo.ServiceProvider.GetRequiredService<IJobNames>();
            string[] made = [.. Enumerable.Range(0, 50).Select(_ => names.New())];
            Assert.Equal(50, made.Distinct().Count());
            Assert.All(made, name => Assert.Matches("^[0-9a-f]{32}$", name));
            // Shares are as unequal as chance has it, and in a tiny one names are not found each time: at 2 % one in 170 is not.
            if (Enumerable.Range(0, 2000).Count(_ => IsOwn(silo, Guid.NewGuid().ToString("N"))) >= 40) Assert.True(made.Count(name => IsOwn(silo, name)) >= 40, $"Silo {silo.SiloAddress} named jobs of others.");
        }

        bool IsOwn(InProcessSiloHandle silo, string name) => silo.SiloAddress.Equals(OwnerOf(silo, silos.Job(name).GetGrainId()));
    }

    private static SiloAddress? OwnerOf(InProcessSiloHandle silo, GrainId grain)
    {
        var type = typeof(global::Orleans.Runtime.Silo).Assembly.GetType("Orleans.Runtime.GrainDirectory.LocalGrainDirectory", throwOnError: true)!;
        var find = type.GetMethod("CalculateGrainDirectoryPartition", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, [typeof(GrainId)])!;
        return (SiloAddress?)find.Invoke(silo.ServiceProvider.GetRequiredService(type), [grain]);
    }
}
