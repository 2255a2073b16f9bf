using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.TexGen.Diffusion;

/// <summary>
/// Noise to the latents of the picture without its light. Text guidance is 1.0 upstream, which turns guidance off: one prediction a step, and its image guidance has no effect. Source:
/// Tencent/Hunyuan3D-2, hy3dgen/texgen/utils/dehighlight_utils.py; huggingface/diffusers, StableDiffusionInstructPix2PixPipeline.
/// </summary>
/// <param name="imageLatents">The picture's posterior mean, not scaled, [1, 4, height, width] f32.</param>
internal sealed class DelightSampler(DelightModel model, SessionPool sessions, INoiseScheduler scheduler, TensorData imageLatents, CancellationToken cancellationToken = default)
{
    /// <summary>The latents before the first step.</summary>
    /// <param name="noise">[4 * height * width] f32, standard normal.</param>
    public TensorData Start(float[] noise) => new(Array.ConvertAll(noise, value => value * scheduler.InitNoiseSigma), [.. imageLatents.Shape]);

    /// <param name="latents">[1, 4, height, width] f32, moved in place.</param>
    /// <param name="noise">[4 * height * width] f32, standard normal.</param>
    public void Step(int step, TensorData latents, float[] noise) => scheduler.Step(step, Predict(latents, imageLatents, scheduler.ScaleInput(step, latents.Values), scheduler.ModelTime(step)), noise, latents.Values);

    private float[] Predict(TensorData latents, TensorData image, float[] shown, float time)
    {
        var sample = new TensorData([.. shown, .. image.Values], 1, latents.Shape[1] + image.Shape[1], latents.Shape[2], latents.Shape[3]);
        var text = new TensorData(model.Text, 1, model.Text.Length / model.Unet.CrossAttentionDim, model.Unet.CrossAttentionDim);
        return sessions.Get(Path.Combine(model.Folder, PaintModelImporter.Unet)).Run(cancellationToken, ("sample", sample), ("timestep", new TensorData([time], 1)), ("text", text))["prediction"].Values;
    }
}
