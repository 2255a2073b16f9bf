using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.Schedulers;

/// <summary>
/// The turbo texture model's sampler: latent consistency steps (Luo et al. 2023) at ten fixed timesteps, whatever number was asked. One instance per job.
/// </summary>
internal sealed class LcmScheduler : INoiseScheduler
{
    private const int GridSteps = 30;
    private const int Steps = 10;
    private const float DataDeviation = 0.5f;
    private const float TimestepScaling = 10;

    private readonly bool _predictsVelocity;

    public LcmScheduler(DiffusionBetas config)
    {
        AlphasCumprod = config.AlphasCumprod(0.00085, 0.012, "scaled_linear", config.RescaleZeroSnr ?? false);
        _predictsVelocity = (config.Prediction ?? "epsilon") switch
        {
            "epsilon" => false,
            "v_prediction" => true,
            var other => throw new CheckpointException($"scheduler_config.json: prediction_type is '{other}', expected epsilon or v_prediction."),
        };
        var ratio = AlphasCumprod.Length / GridSteps;
        SolverTimesteps = [.. Enumerable.Range(1, GridSteps).Select(step => step * ratio - 1)];
        Timesteps = [.. Enumerable.Range(0, Steps).Select(step => SolverTimesteps[GridSteps - 1 - step * GridSteps / Steps])];
    }

    public float[] AlphasCumprod { get; }

    /// <summary>The grid that the timesteps are taken from.</summary>
    public IReadOnlyList<int> SolverTimesteps { get; }

    public IReadOnlyList<int> Timesteps { get; }

    int INoiseScheduler.StepCount => Timesteps.Count;

    float INoiseScheduler.InitNoiseSigma => 1;

    float INoiseScheduler.ModelTime(int step) => Timesteps[step];

    float[] INoiseScheduler.ScaleInput(int step, ReadOnlySpan<float> sample) => sample.ToArray();

    void INoiseScheduler.Step(int step, ReadOnlySpan<float> output, ReadOnlySpan<float> noise, Span<float> sample) => Step(step, output, noise, sample);

    /// <param name="output">The network's prediction.</param>
    /// <param name="noise">Fresh noise; not used at the last step.</param>
    /// <param name="sample">Moved in place.</param>
    /// <returns>The denoised sample.</returns>
    public float[] Step(int step, ReadOnlySpan<float> output, ReadOnlySpan<float> noise, Span<float> sample)
    {
        var timestep = Timesteps[step];
        var (alpha, scaledTime) = (AlphasCumprod[timestep], timestep * TimestepScaling);
        var (alphaRoot, betaRoot) = (MathF.Sqrt(alpha), MathF.Sqrt(1 - alpha));
        var spread = scaledTime * scaledTime + DataDeviation * DataDeviation;
        var (skip, keep) = (DataDeviation * DataDeviation / spread, scaledTime / MathF.Sqrt(spread));
        var last = step == Timesteps.Count - 1;
        var next = last ? 1 : AlphasCumprod[Timesteps[step + 1]];
        var (nextRoot, nextNoise) = (MathF.Sqrt(next), MathF.Sqrt(1 - next));
        var denoised = new float[sample.Length];
        for (var i = 0; i < sample.Length; i++)
        {
            var clean = _predictsVelocity ? alphaRoot * sample[i] - betaRoot * output[i] : (sample[i] - betaRoot * output[i]) / alphaRoot;
            denoised[i] = keep * clean + skip * sample[i];
            sample[i] = last ? denoised[i] : nextRoot * denoised[i] + nextNoise * noise[i];
        }

        return denoised;
    }
}
