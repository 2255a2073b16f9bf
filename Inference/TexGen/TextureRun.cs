namespace Hunyuan3D.Inference.TexGen;

/// <summary>The state of one texture job while it runs: starts from what an earlier run saved and is saved itself, at most once a period and where a part of the stage is complete.</summary>
/// <param name="identity">All that decides the state, as a text.</param>
/// <param name="period">See <see cref="TextureEngineOptions.CheckpointPeriod"/>.</param>
internal sealed class TextureRun(string identity, IStageCheckpoints checkpoints, TimeSpan period, TimeProvider time)
{
    private long _lastSave = time.GetTimestamp();
    private bool _saved = true;

    public TextureCheckpoint State { get; private set; } =
        checkpoints.Latest is { } file && TextureCheckpoint.TryRead(file.Span, identity) is { } state ? state : TextureCheckpoint.Start;

    /// <summary>A diffusion step is done.</summary>
    public void Advance(TextureCheckpoint state)
    {
        (State, _saved) = (state, false);
        if (time.GetElapsedTime(_lastSave) >= period)
            Save();
    }

    /// <summary>A part of the stage is complete.</summary>
    public void Complete(TextureCheckpoint state)
    {
        (State, _saved) = (state, false);
        Save();
    }

    /// <summary>Keeps what is done and not kept yet.</summary>
    public void Save()
    {
        if (_saved)
            return;
        checkpoints.Save(State.Write(identity));
        (_saved, _lastSave) = (true, time.GetTimestamp());
    }
}
