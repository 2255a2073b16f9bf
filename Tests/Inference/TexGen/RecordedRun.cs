using Hunyuan3D.Inference;

namespace Hunyuan3D.Tests.Inference.TexGen;

/// <summary>Watches a stage: keeps its progress and every state it saves, and may stop it.</summary>
internal sealed class RecordedRun(ReadOnlyMemory<byte>? from = null) : IProgress<StageProgress>, IStageCheckpoints
{
    private readonly Lock _gate = new();

    public List<StageProgress> Progress { get; } = [];

    public List<byte[]> Saved { get; } = [];

    /// <summary>Called with each report.</summary>
    public Action<StageProgress>? Watch { get; init; }

    public StageContext Context => new(this, this);

    public ReadOnlyMemory<byte>? Latest => from;

    public void Save(ReadOnlyMemory<byte> state) => Saved.Add(state.ToArray());

    public void Report(StageProgress value)
    {
        lock (_gate) Progress.Add(value);
        Watch?.Invoke(value);
    }
}
