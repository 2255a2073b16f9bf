namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>Counts removed faces from several threads and tells the watcher at every percent.</summary>
internal sealed class ReductionProgress(IProgress<double>? watcher, int facesToRemove)
{
    private const double Step = 0.01;

    private readonly Lock _lock = new();
    private long _removed;
    private double _told;

    public void Add(int removedFaces)
    {
        if (watcher is null)
            return;
        lock (_lock)
        {
            _removed += removedFaces;
            var share = Math.Min(1, (double)_removed / facesToRemove);
            if (share < _told + Step)
                return;
            _told = share;
            watcher.Report(share);
        }
    }

    public void Finish()
    {
        if (watcher is null)
            return;
        lock (_lock)
        {
            if (_told < 1)
                watcher.Report(_told = 1);
        }
    }
}
