namespace Hunyuan3D.Inference;

/// <summary>Keeps the resumable state of one stage of one job.</summary>
public interface IStageCheckpoints
{
    /// <summary>The state to continue from, or null to start at the beginning.</summary>
    ReadOnlyMemory<byte>? Latest { get; }

    /// <summary>
    /// Keeps <paramref name="state"/> in place of the one before. Called between steps; returns when the state is safe
    /// or has been queued, and does not fail the stage when the store is away.
    /// </summary>
    void Save(ReadOnlyMemory<byte> state);
}
