using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>The networks of one imported shape model, as functions over tensors, for one job.</summary>
/// <param name="useFlashVdmVae">Whether the VAE made for FlashVDM takes the own one's place.</param>
/// <param name="cancellationToken">Stops a run of any of them within an operator.</param>
internal sealed class ShapeNetworks(ShapeModel model, SessionPool sessions, bool useFlashVdmVae, CancellationToken cancellationToken = default)
{
    private readonly string _vaeFolder = useFlashVdmVae && model.FlashVdmVae is not null ? Path.Combine(model.Folder, ModelGraph.FlashVdm) : model.Folder;

    public ShapeModelConfig Config => model.Config;

    /// <summary>Of the VAE in use; its latent shape is the sampler's.</summary>
    public ShapeVaeConfig Vae { get; } = useFlashVdmVae && model.FlashVdmVae is not null ? model.FlashVdmVae : model.Config.Vae;

    /// <summary>Picture(s) to condition tokens.</summary>
    /// <param name="pictures">[views, 3, size, size] f32 in -1..1, sorted by side.</param>
    /// <param name="sides">The side of each picture; used by multi-view models.</param>
    /// <returns>[1, views * tokens, width] f32.</returns>
    public TensorData Encode(TensorData pictures, IReadOnlyList<ViewSide> sides)
    {
        var encoder = model.Config.Conditioner ?? throw new InvalidOperationException("The checkpoint brings no image encoder.");
        var input = EncoderInput.Prepare(pictures, encoder.ImageSize);
        var tokens = sessions.Get(Path.Combine(model.Folder, ModelGraph.Encoder)).Run(cancellationToken, ("image", input))["tokens"];
        if (model.Config.MultiView)
            AddViewEmbeddings(tokens, sides);
        return new TensorData(tokens.Values, 1, tokens.Shape[0] * tokens.Shape[1], tokens.Shape[2]);
    }

    /// <param name="latents">[batch, tokens, channels] f32.</param>
    /// <param name="time">0..1.</param>
    /// <param name="condition">[batch, condition tokens, width] f32.</param>
    /// <param name="guidance">For distilled models.</param>
    /// <returns>[batch, tokens, channels] f32.</returns>
    public TensorData Velocity(TensorData latents, float time, TensorData condition, float guidance)
    {
        List<(string, TensorData)> inputs = [("latents", latents), ("timestep", new TensorData([time], 1)), ("condition", condition)];
        if (model.Config.Denoiser.GuidanceEmbed)
            inputs.Add(("guidance", new TensorData([guidance], 1)));
        return sessions.Get(Path.Combine(model.Folder, ModelGraph.Denoiser)).Run(cancellationToken, [.. inputs])["velocity"];
    }

    /// <param name="latents">[1, tokens, channels] f32 as the sampler ends.</param>
    public GeometryTokens DecodeLatents(TensorData latents)
    {
        var scaled = Array.ConvertAll(latents.Values, value => value * (float)(1 / Vae.ScaleFactor));
        var outputs = sessions.Get(Path.Combine(_vaeFolder, ModelGraph.Vae)).Run(cancellationToken, ("latents", new TensorData(scaled, [.. latents.Shape])));
        return new GeometryTokens(outputs["keys"], outputs["values"], Vae.GeoHeads);
    }

    /// <summary>Points to logits under all, or a selection, of the keys and values.</summary>
    /// <param name="points">[1, points, 3] f32.</param>
    /// <returns>[points] f32.</returns>
    public float[] Logits(TensorData points, TensorData keys, TensorData values) =>
        sessions.Get(Path.Combine(_vaeFolder, ModelGraph.Geometry)).Run(cancellationToken, ("points", points), ("keys", keys), ("values", values))["logits"].Values;

    /// <summary>Points to the geometry decoder's queries, [1, points, width] f32.</summary>
    public TensorData Queries(TensorData points) => sessions.Get(Path.Combine(_vaeFolder, ModelGraph.Queries)).Run(cancellationToken, ("points", points))["queries"];

    private static void AddViewEmbeddings(TensorData tokens, IReadOnlyList<ViewSide> sides)
    {
        var (count, width) = ((int)tokens.Shape[1], (int)tokens.Shape[2]);
        for (var view = 0; view < sides.Count; view++)
        {
            var embedding = ViewEmbedding.Compute(sides[view], width);
            for (var token = 0; token < count; token++)
            {
                var row = tokens.Values.AsSpan((view * count + token) * width, width);
                System.Numerics.Tensors.TensorPrimitives.Add(row, embedding, row);
            }
        }
    }
}
