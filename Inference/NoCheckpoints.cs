namespace Hunyuan3D.Inference;

/// <summary>Keeps nothing.</summary>
public sealed class NoCheckpoints : IStageCheckpoints
{
    public static NoCheckpoints Instance { get; } = new();

    public ReadOnlyMemory<byte>? Latest => null;

    public void Save(ReadOnlyMemory<byte> state)
    {
    }
}
