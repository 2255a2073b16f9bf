using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Gpu;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Hosting;

/// <summary>Starts the services of a silo's roles with the silo.</summary>
internal sealed class SiloRoleServices(IOptions<Hunyuan3DSiloOptions> options, IServiceProvider services) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle)
    {
        var roles = options.Value.Roles;
        if (roles.HasFlag(SiloRoles.Control))
        {
            services.GetRequiredService<QueueKeeper>().Participate(lifecycle);
            services.GetRequiredService<CacheReporter>().Participate(lifecycle);
        }

        if (roles.HasFlag(SiloRoles.Gpu)) services.GetRequiredService<GpuSiloService>().Participate(lifecycle);
    }
}
