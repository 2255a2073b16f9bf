using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.Schedulers;

/// <summary>
/// What a <c>scheduler_config.json</c> says of the noise. The class named in the file is often not the one that runs; diffusers then carries over only the keys that stand in the
/// file, and the running class fills in its own defaults. So an absent key here stays null.
/// </summary>
/// <param name="Spacing"><c>linspace</c>, <c>leading</c> or <c>trailing</c>.</param>
/// <param name="Prediction"><c>epsilon</c> or <c>v_prediction</c>.</param>
internal sealed record DiffusionBetas(
    double? BetaStart = null,
    double? BetaEnd = null,
    string? BetaSchedule = null,
    int? TrainTimesteps = null,
    string? Spacing = null,
    string? Prediction = null,
    bool? RescaleZeroSnr = null,
    int? StepsOffset = null)
{
    public static DiffusionBetas Read(string file)
    {
        var root = ConfigSection.ReadFile(file);
        return new DiffusionBetas(
            root.Has("beta_start") ? root.Number("beta_start") : null,
            root.Has("beta_end") ? root.Number("beta_end") : null,
            root.Has("beta_schedule") ? root.Text("beta_schedule") : null,
            root.Has("num_train_timesteps") ? root.Integer("num_train_timesteps") : null,
            root.Has("timestep_spacing") ? root.Text("timestep_spacing") : null,
            root.Has("prediction_type") ? root.Text("prediction_type") : null,
            root.Has("rescale_betas_zero_snr") ? root.Boolean("rescale_betas_zero_snr", false) : null,
            root.Has("steps_offset") ? root.Integer("steps_offset") : null);
    }

    /// <summary>Cumulative products of 1 - beta, [train timesteps] f32, computed as torch does in f32.</summary>
    public float[] AlphasCumprod(double defaultStart, double defaultEnd, string defaultSchedule, bool rescale)
    {
        var count = TrainTimesteps ?? 1000;
        var (start, end) = (BetaStart ?? defaultStart, BetaEnd ?? defaultEnd);
        var schedule = BetaSchedule ?? defaultSchedule;
        var betas = new float[count];
        for (var i = 0; i < count; i++)
        {
            betas[i] = schedule switch
            {
                "scaled_linear" => Square(Linspace(MathF.Sqrt((float)start), MathF.Sqrt((float)end), i, count)),
                "linear" => Linspace((float)start, (float)end, i, count),
                _ => throw new CheckpointException($"scheduler_config.json: beta_schedule is '{schedule}', expected scaled_linear or linear."),
            };
        }

        var cumulative = Cumulative(betas);
        return rescale ? RescaledToZeroSnr(cumulative) : cumulative;
    }

    private static float Square(float value) => value * value;

    /// <summary>torch counts from the nearer end.</summary>
    private static float Linspace(float start, float end, int index, int count)
    {
        var step = (end - start) / (count - 1);
        return index < count / 2 ? start + step * index : end - step * (count - 1 - index);
    }

    private static float[] Cumulative(float[] betas)
    {
        var (result, product) = (new float[betas.Length], 1f);
        for (var i = 0; i < betas.Length; i++)
            result[i] = product *= 1 - betas[i];
        return result;
    }

    /// <summary>Lin et al. 2023, "Common diffusion noise schedules and sample steps are flawed", algorithm 1.</summary>
    private static float[] RescaledToZeroSnr(float[] cumulative)
    {
        var roots = Array.ConvertAll(cumulative, MathF.Sqrt);
        var (first, last) = (roots[0], roots[^1]);
        for (var i = 0; i < roots.Length; i++)
            roots[i] = (roots[i] - last) * (first / (first - last));
        var squares = Array.ConvertAll(roots, Square);
        var betas = new float[squares.Length];
        betas[0] = 1 - squares[0];
        for (var i = 1; i < betas.Length; i++)
            betas[i] = 1 - squares[i] / squares[i - 1];
        return Cumulative(betas);
    }
}
