using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.TexGen.Diffusion;

/// <summary>The multiview networks of one imported texture model, as functions over tensors.</summary>
internal sealed class PaintNetworks(PaintModel model, SessionPool sessions, CancellationToken cancellationToken = default)
{
    /// <summary>Rows of the camera table before the first view's; they are those of references, which the network ignores.</summary>
    private const int ReservedCameras = 5;

    /// <summary>The features of the reference pictures, by name. They do not depend on the step: one call serves a job.</summary>
    /// <param name="latents">[references, 4, height, width] f32, scaled.</param>
    public IReadOnlyDictionary<string, TensorData> WriteReferences(TensorData latents) =>
        sessions.Get(Path.Combine(model.Folder, PaintModelImporter.ReferenceWriter)).Run(cancellationToken, ("latents", latents));

    /// <summary>The prediction for the job's prompt and reference, [views * 4 * height * width] f32.</summary>
    /// <param name="latents">[views, 4, height, width] f32, as the scheduler shows them.</param>
    public float[] Conditional(TensorData latents, float time, PaintConditions conditions, IReadOnlyDictionary<string, TensorData> features) =>
        Run(latents, time, conditions, features, model.Text, 1);

    /// <summary>The prediction without prompt and reference, for guidance. Normals, positions and cameras count as ever.</summary>
    public float[] Unconditional(TensorData latents, float time, PaintConditions conditions) =>
        Run(latents, time, conditions, NoFeatures(), new float[model.Text.Length], 0);

    private float[] Run(
        TensorData latents, float time, PaintConditions conditions, IReadOnlyDictionary<string, TensorData> features, float[] text, float referenceScale) =>
        sessions.Get(Path.Combine(model.Folder, PaintModelImporter.Unet)).Run(
            [.. features.Select(feature => (feature.Key, feature.Value)),
            ("sample", Interleaved(latents, conditions.Normals, conditions.Positions)),
            ("timestep", new TensorData([time], 1)),
            ("text", new TensorData(text, 1, text.Length / model.Unet.CrossAttentionDim, model.Unet.CrossAttentionDim)),
            ("ref_scale", new TensorData([referenceScale], 1)),
            ("mva_scale", new TensorData([conditions.ViewCount > 1 ? 1 : 0], 1))],
            [("cameras", [.. conditions.Cameras.Select(camera => (long)camera + ReservedCameras)])],
            cancellationToken)["prediction"].Values;

    /// <summary>A scale of 0 takes them out: one token each is the least that has to be computed.</summary>
    private Dictionary<string, TensorData> NoFeatures() =>
        PaintUNet.Features(model.Unet).ToDictionary(feature => $"ref.{feature.Key}", feature => new TensorData(new float[feature.Channels], 1, 1, feature.Channels));

    private static TensorData Interleaved(params TensorData[] parts)
    {
        var views = (int)parts[0].Shape[0];
        var size = parts[0].Values.Length / views;
        var values = new float[views * parts.Length * size];
        for (var view = 0; view < views; view++)
        {
            for (var part = 0; part < parts.Length; part++)
                parts[part].Values.AsSpan(view * size, size).CopyTo(values.AsSpan((view * parts.Length + part) * size));
        }

        return new TensorData(values, views, parts.Sum(part => part.Shape[1]), parts[0].Shape[2], parts[0].Shape[3]);
    }
}
