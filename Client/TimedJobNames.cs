using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Client;

/// <summary>Names as processes outside the cluster give them.</summary>
internal sealed class TimedJobNames(TimeProvider time) : IJobNames
{
    public string New() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
}
