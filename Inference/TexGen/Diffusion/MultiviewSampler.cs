using System.Numerics.Tensors;
using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.TexGen.Diffusion;

/// <summary>
/// Noise to the latents of all views at once, with classifier-free guidance: v = u + scale (c - u), where u knows neither prompt nor reference. A scale of at most 1 turns guidance off, as does
/// null. The two predictions are made one after the other: they do not see each other. Source: Tencent/Hunyuan3D-2, hy3dgen/texgen/hunyuanpaint/pipeline.py.
/// </summary>
internal sealed class MultiviewSampler(PaintNetworks networks, INoiseScheduler scheduler, PaintConditions conditions, float? guidanceScale)
{
    private readonly IReadOnlyDictionary<string, TensorData> _features = networks.WriteReferences(conditions.References);

    public bool Guided => guidanceScale > 1;

    /// <summary>The latents before the first step.</summary>
    /// <param name="noise">[views * 4 * height * width] f32, standard normal.</param>
    public TensorData Start(float[] noise)
    {
        var latents = new float[noise.Length];
        TensorPrimitives.Multiply(noise, scheduler.InitNoiseSigma, latents);
        return new TensorData(latents, [.. conditions.Normals.Shape]);
    }

    /// <summary>What the network is shown at a step.</summary>
    public TensorData Shown(int step, TensorData latents) => new(scheduler.ScaleInput(step, latents.Values), [.. latents.Shape]);

    /// <summary>The guidance pair's predictions; the first is empty without guidance.</summary>
    public (float[] Unconditional, float[] Conditional) Predict(int step, TensorData shown)
    {
        var time = scheduler.ModelTime(step);
        var unconditional = Guided ? networks.Unconditional(shown, time, conditions) : [];
        return (unconditional, networks.Conditional(shown, time, conditions, _features));
    }

    /// <param name="latents">[views, 4, height, width] f32, moved in place.</param>
    /// <param name="noise">[views * 4 * height * width] f32, standard normal.</param>
    public void Step(int step, TensorData latents, float[] noise)
    {
        var (unconditional, prediction) = Predict(step, Shown(step, latents));
        Move(step, unconditional, prediction, noise, latents);
    }

    /// <summary>The part of a step after the network's.</summary>
    public void Move(int step, float[] unconditional, float[] conditional, float[] noise, TensorData latents)
    {
        var prediction = conditional;
        if (guidanceScale is { } scale && Guided)
        {
            prediction = new float[conditional.Length];
            TensorPrimitives.Subtract(conditional, unconditional, prediction);
            TensorPrimitives.MultiplyAdd(prediction, scale, unconditional, prediction);
        }

        scheduler.Step(step, prediction, noise, latents.Values);
    }
}
