using Hunyuan3D.Inference;

namespace Hunyuan3D.Tests.Inference;

/// <summary>Keeps every report, in order.</summary>
internal sealed class RecordedProgress : IProgress<StageProgress>
{
    private readonly Lock _gate = new();
    private readonly List<StageProgress> _reports = [];

    /// <summary>Called with every report, before it is kept.</summary>
    public Action<StageProgress>? OnReport { get; init; }

    public IReadOnlyList<StageProgress> Reports
    {
        get
        {
            lock (_gate)
                return [.. _reports];
        }
    }

    public void Report(StageProgress value)
    {
        OnReport?.Invoke(value);
        lock (_gate)
            _reports.Add(value);
    }
}
