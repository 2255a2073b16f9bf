using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.Schedulers;

/// <summary>
/// Ancestral Euler sampling (Karras et al. 2022, as k-diffusion and diffusers have it): every step goes down a little further than asked and adds fresh noise. One instance per job.
/// </summary>
internal sealed class EulerAncestralDiscreteScheduler : INoiseScheduler
{
    private readonly bool _predictsVelocity;

    /// <param name="spacing">Takes the place of the config's; null: the config's, or <c>linspace</c>.</param>
    public EulerAncestralDiscreteScheduler(DiffusionBetas config, int steps, string? spacing = null)
    {
        spacing ??= config.Spacing ?? "linspace";
        var rescale = config.RescaleZeroSnr ?? false;
        AlphasCumprod = config.AlphasCumprod(0.0001, 0.02, "linear", rescale);
        // Close to zero without being zero, so that sigma stays finite (4096).
        if (rescale)
            AlphasCumprod[^1] = MathF.ScaleB(1, -24);
        _predictsVelocity = (config.Prediction ?? "epsilon") switch
        {
            "epsilon" => false,
            "v_prediction" => true,
            var other => throw new CheckpointException($"scheduler_config.json: prediction_type is '{other}', expected epsilon or v_prediction."),
        };
        Timesteps = Spaced(spacing, steps, AlphasCumprod.Length, config.StepsOffset ?? 0);
        var sigmas = Array.ConvertAll(AlphasCumprod, alpha => Math.Sqrt((1.0 - alpha) / alpha));
        Sigmas = [.. Timesteps.Select(timestep => (float)Interpolated(sigmas, timestep)), 0f];
        var largest = Sigmas.Max();
        InitNoiseSigma = spacing is "linspace" or "trailing" ? largest : MathF.Sqrt(largest * largest + 1);
    }

    /// <summary>[train timesteps].</summary>
    public float[] AlphasCumprod { get; }

    /// <summary>[steps], falling; may be fractional.</summary>
    public IReadOnlyList<float> Timesteps { get; }

    /// <summary>[steps + 1], falling to 0.</summary>
    public IReadOnlyList<float> Sigmas { get; }

    public float InitNoiseSigma { get; }

    int INoiseScheduler.StepCount => Timesteps.Count;

    float INoiseScheduler.ModelTime(int step) => Timesteps[step];

    /// <summary>What the network is shown: sample / sqrt(sigma^2 + 1).</summary>
    public float[] ScaleInput(int step, ReadOnlySpan<float> sample)
    {
        var factor = MathF.Sqrt(Sigmas[step] * Sigmas[step] + 1);
        var scaled = new float[sample.Length];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = sample[i] / factor;
        return scaled;
    }

    /// <param name="output">The network's prediction.</param>
    /// <param name="noise">Fresh noise; not used at the last step, where there is none to add.</param>
    /// <param name="sample">Moved in place.</param>
    public void Step(int step, ReadOnlySpan<float> output, ReadOnlySpan<float> noise, Span<float> sample)
    {
        var (from, to) = (Sigmas[step], Sigmas[step + 1]);
        var up = MathF.Sqrt(to * to * (from * from - to * to) / (from * from));
        var down = MathF.Sqrt(to * to - up * up);
        for (var i = 0; i < sample.Length; i++)
        {
            var clean = _predictsVelocity
                ? output[i] * (-from / MathF.Sqrt(from * from + 1)) + sample[i] / (from * from + 1)
                : sample[i] - from * output[i];
            var derivative = (sample[i] - clean) / from;
            sample[i] = sample[i] + derivative * (down - from) + noise[i] * up;
        }
    }

    private static float[] Spaced(string spacing, int steps, int trained, int offset)
    {
        var result = new float[steps];
        for (var i = 0; i < steps; i++)
        {
            result[i] = spacing switch
            {
                "linspace" => (float)(steps == 1 ? 0 : (trained - 1.0) * (steps - 1 - i) / (steps - 1)),
                "leading" => (float)((double)(steps - 1 - i) * (trained / steps) + offset),
                "trailing" => (float)Math.Round(trained - i * ((double)trained / steps), MidpointRounding.ToEven) - 1,
                _ => throw new CheckpointException($"scheduler_config.json: timestep_spacing is '{spacing}', expected linspace, leading or trailing."),
            };
        }

        return result;
    }

    private static double Interpolated(double[] table, double position)
    {
        var low = Math.Clamp((int)Math.Floor(position), 0, table.Length - 1);
        var high = Math.Min(low + 1, table.Length - 1);
        return table[low] + (table[high] - table[low]) * (position - low);
    }
}
