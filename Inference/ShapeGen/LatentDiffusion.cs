using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>
/// The steps of one job's diffusion, from its noise or from where it was interrupted. Latents are saved between steps, also when it is cancelled, and a run that goes on ends with the bytes that
/// an undisturbed one ends with.
/// </summary>
internal sealed class LatentDiffusion
{
    private readonly int _steps;
    private readonly string _identity;
    private readonly IStageCheckpoints _checkpoints;
    private readonly TimeSpan _period;
    private readonly TimeProvider _time;
    private int _saved;

    /// <param name="steps">At least 1.</param>
    /// <param name="noise">Moved in place; its values are replaced where a saved state is continued.</param>
    /// <param name="identity">All that decides the latents, as a text.</param>
    /// <param name="period">See <see cref="ShapeEngineOptions.CheckpointPeriod"/>.</param>
    public LatentDiffusion(int steps, TensorData noise, string identity, IStageCheckpoints checkpoints, TimeSpan period, TimeProvider time)
    {
        (_steps, Latents, _identity, _checkpoints, _period, _time) = (steps, noise, identity, checkpoints, period, time);
        if (checkpoints.Latest is not { } state || LatentCheckpoint.TryRead(state.Span, identity, steps, noise.Values.Length) is not { } checkpoint)
            return;
        checkpoint.Latents.CopyTo(Latents.Values, 0);
        (StepsDone, _saved) = (checkpoint.StepsDone, checkpoint.StepsDone);
    }

    /// <summary>[1, tokens, channels] f32.</summary>
    public TensorData Latents { get; }

    public int StepsDone { get; private set; }

    public bool IsDone => StepsDone == _steps;

    /// <param name="step">Moves the latents by one step, or throws and leaves them as they were.</param>
    /// <exception cref="OperationCanceledException">Cancelled; what is done is saved.</exception>
    public TensorData Run(Action<int, TensorData> step, IProgress<double> progress)
    {
        var lastSave = _time.GetTimestamp();
        progress.Report((double)StepsDone / _steps);
        try
        {
            while (!IsDone)
            {
                step(StepsDone, Latents);
                StepsDone++;
                if (IsDone || _time.GetElapsedTime(lastSave) >= _period)
                {
                    Save();
                    lastSave = _time.GetTimestamp();
                }

                progress.Report((double)StepsDone / _steps);
            }
        }
        catch (OperationCanceledException)
        {
            Save();
            throw;
        }

        return Latents;
    }

    private void Save()
    {
        if (StepsDone == _saved)
            return;
        _checkpoints.Save(new LatentCheckpoint(StepsDone, Latents.Values).Write(_identity));
        _saved = StepsDone;
    }
}
