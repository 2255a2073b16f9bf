using System.Collections.Concurrent;

namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>The buffers of one reduction: one patch for every thread at work.</summary>
internal sealed class PatchPool : IDisposable
{
    private readonly ConcurrentBag<Patch> _idle = [];

    public T Use<T>(Func<Patch, T> work)
    {
        if (!_idle.TryTake(out var patch))
            patch = new Patch();
        try
        {
            return work(patch);
        }
        finally
        {
            _idle.Add(patch);
        }
    }

    public void Dispose()
    {
        foreach (var patch in _idle)
            patch.Dispose();
        _idle.Clear();
    }
}
