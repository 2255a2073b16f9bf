using Hunyuan3D.Grains.Hosting;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Cluster;

/// <summary>
/// One cluster for all tests that leave it as they found it: a silo for control and gateway and two that run scripted stages, one slot each.
/// </summary>
public sealed class SharedSilos : IAsyncLifetime
{
    public const string Name = "shared silos";

    internal StageScript Script { get; } = new();

    internal TestSilos Silos { get; private set; } = null!;

    public async Task InitializeAsync() => Silos = await TestSilos.StartAsync(new TestSilosOptions
    {
        Roles = [SiloRoles.Control | SiloRoles.Gateway, SiloRoles.Gpu, SiloRoles.Gpu],
        Script = Script,
    });

    public async Task DisposeAsync() => await Silos.DisposeAsync();
}
