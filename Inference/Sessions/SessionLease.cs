namespace Hunyuan3D.Inference.Sessions;

/// <summary>The right to run a loaded graph, which stays in memory until the lease is given back. Hold one at a time, for one run.</summary>
internal readonly struct SessionLease(SessionPool pool, LoadedSession loaded) : IDisposable
{
    public OnnxSession Session => loaded.Session!;

    public void Dispose() => pool.Return(loaded);
}
