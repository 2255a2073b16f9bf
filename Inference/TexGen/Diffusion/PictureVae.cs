using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.TexGen.Diffusion;

/// <summary>
/// The picture VAE of an imported model: square pictures to latents and back, one picture at a time, so that its memory does not grow with the number of views.
/// </summary>
/// <param name="tiling">Null: whole pictures.</param>
internal sealed class PictureVae(string folder, AutoencoderKlConfig config, SessionPool sessions, VaeTiling? tiling, CancellationToken cancellationToken = default)
{
    /// <summary>Pixels of a latent's side.</summary>
    public int Reduction { get; } = 1 << (config.BlockOutChannels.Count - 1);

    public int LatentChannels => config.LatentChannels;

    /// <param name="picture">Its alpha does not count.</param>
    /// <returns>Of latents before scaling, [1, 4, height / 8, width / 8].</returns>
    public LatentPosterior Encode(Picture picture)
    {
        var tensor = PictureTensor.FromPicture(picture);
        return new LatentPosterior(tiling is null ? Moments(tensor) : tiling.Encode(tensor, Reduction, Moments));
    }

    /// <summary>Latents as a diffusion network takes them: a draw from the posterior, scaled.</summary>
    /// <param name="noise">[4 * height / 8 * width / 8] f32, standard normal.</param>
    public float[] EncodeScaled(Picture picture, ReadOnlySpan<float> noise)
    {
        var sample = Encode(picture).Sample(noise).Values;
        for (var i = 0; i < sample.Length; i++)
            sample[i] *= config.ScalingFactor;
        return sample;
    }

    /// <param name="latents">[4, height, width] f32, scaled.</param>
    /// <returns>[1, 3, 8 height, 8 width] f32 in about -1..1.</returns>
    public TensorData Decode(ReadOnlySpan<float> latents, int height, int width)
    {
        var unscaled = latents.ToArray();
        for (var i = 0; i < unscaled.Length; i++)
            unscaled[i] /= config.ScalingFactor;
        var tensor = new TensorData(unscaled, 1, config.LatentChannels, height, width);
        return tiling is null ? Pictures(tensor) : tiling.Decode(tensor, Reduction, Pictures);
    }

    private TensorData Moments(TensorData pictures) => sessions.Get(Path.Combine(folder, PaintModelImporter.VaeEncoder)).Run(cancellationToken, ("pictures", pictures))["moments"];

    private TensorData Pictures(TensorData latents) => sessions.Get(Path.Combine(folder, PaintModelImporter.VaeDecoder)).Run(cancellationToken, ("latents", latents))["pictures"];
}
