using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.TexGen.Diffusion;

namespace Hunyuan3D.Inference.TexGen.Delight;

/// <summary>Removes light and shadow from a job's reference pictures, one after the other.</summary>
internal sealed class LightRemover(DelightModel model, TextureSettings settings, SessionPool sessions, TextureNoise noise, CancellationToken cancellationToken)
{
    private readonly PictureVae _vae = new(model.Folder, model.Vae, sessions, settings.Tiling, cancellationToken);

    /// <param name="picture">Centred, at the network's size.</param>
    /// <param name="index">Which of the job's pictures it is.</param>
    /// <param name="from">Where an earlier run got to with this picture; null: start.</param>
    /// <param name="stepDone">Told after each step.</param>
    /// <returns>Opaque, on white.</returns>
    public Picture Remove(Picture picture, int index, StepLatents? from, Action<StepLatents> stepDone)
    {
        var subject = new DelightPicture(picture);
        var scheduler = settings.DelightScheduler(model.Scheduler);
        var imageLatents = _vae.Encode(subject.Input).Mean;
        var sampler = new DelightSampler(model, sessions, scheduler, imageLatents, cancellationToken);
        var count = imageLatents.Values.Length;
        var state = from ?? new StepLatents(0, sampler.Start(noise.OfDelight(index, count)));
        while (state.StepsDone < scheduler.StepCount)
        {
            sampler.Step(state.StepsDone, state.Latents, noise.OfDelightStep(index, state.StepsDone, count));
            state = state with { StepsDone = state.StepsDone + 1 };
            stepDone(state);
        }

        return subject.Finish(PictureTensor.ToPicture(_vae.Decode(state.Latents.Values, (int)imageLatents.Shape[2], (int)imageLatents.Shape[3])));
    }
}
