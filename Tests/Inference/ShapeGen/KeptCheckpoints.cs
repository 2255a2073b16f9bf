using Hunyuan3D.Inference;

namespace Hunyuan3D.Tests.Inference.ShapeGen;

/// <summary>Keeps every state in memory.</summary>
internal sealed class KeptCheckpoints : IStageCheckpoints
{
    private readonly List<byte[]> _states = [];

    public IReadOnlyList<byte[]> States => _states;

    public ReadOnlyMemory<byte>? Latest { get; set; }

    public void Save(ReadOnlyMemory<byte> state) => _states.Add(state.ToArray());
}
