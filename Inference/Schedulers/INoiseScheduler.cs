namespace Hunyuan3D.Inference.Schedulers;

/// <summary>Walks from noise to a picture's latents. One instance per job; holds no state between steps, so a run may continue at any of them.</summary>
internal interface INoiseScheduler
{
    int StepCount { get; }

    /// <summary>Factor of the initial noise.</summary>
    float InitNoiseSigma { get; }

    /// <summary>What the network is told at a step; may be fractional.</summary>
    float ModelTime(int step);

    /// <summary>What the network is shown in place of the sample.</summary>
    float[] ScaleInput(int step, ReadOnlySpan<float> sample);

    /// <param name="output">The network's prediction.</param>
    /// <param name="noise">Fresh noise, as many values as the sample; has no effect at the last step.</param>
    /// <param name="sample">Moved in place.</param>
    void Step(int step, ReadOnlySpan<float> output, ReadOnlySpan<float> noise, Span<float> sample);
}
