using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Imaging.Resampling;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.TexGen.Diffusion;

/// <summary>
/// Paints the views of a mesh by reference pictures. Source: Tencent/Hunyuan3D-2, hy3dgen/texgen/pipelines.py and hunyuanpaint/pipeline.py. One picture is in the VAE at a time.
/// </summary>
internal sealed class ViewPainter(PaintModel model, TextureSettings settings, SessionPool sessions, TextureNoise noise, CancellationToken cancellationToken)
{
    private readonly PictureVae _vae = new(model.Folder, model.Vae, sessions, settings.Tiling, cancellationToken);

    /// <summary>Renders and encodes all that the network paints by.</summary>
    /// <param name="references">Opaque, of the view's size.</param>
    /// <param name="progress">0 to 1, after each picture.</param>
    public PaintConditions Encode(RenderMesh mesh, IReadOnlyList<Picture> references, IProgress<double> progress)
    {
        var (done, all) = (0, references.Count + 2 * SixViews.All.Count);
        var raster = new RasterImage(settings.RenderSize, settings.RenderSize);
        var latents = references.Select((picture, index) => Latents(picture, count => noise.OfReference(index, count))).ToList();
        var (normals, positions) = (new List<TensorData>(), new List<TensorData>());
        for (var view = 0; view < SixViews.All.Count; view++)
        {
            var index = view;
            Rasterizer.Rasterize(Camera.ToClip(SixViews.All[view].Camera.ToCamera(mesh.Positions)), mesh.Indices, raster);
            var maps = new SurfaceMaps(mesh, raster);
            normals.Add(Latents(maps.NormalPicture(), count => noise.OfNormals(index, count)));
            positions.Add(Latents(maps.PositionPicture(), count => noise.OfPositions(index, count)));
        }

        return new PaintConditions(Stacked(latents), Stacked(normals), Stacked(positions), [.. SixViews.All.Select(view => view.CameraIndex)]);

        TensorData Latents(Picture picture, Func<int, float[]> draw)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var side = settings.ViewSize / _vae.Reduction;
            var values = _vae.EncodeScaled(PillowResize.Bicubic(picture, settings.ViewSize, settings.ViewSize), draw(_vae.LatentChannels * side * side));
            progress.Report((double)++done / all);
            return new TensorData(values, 1, _vae.LatentChannels, side, side);
        }
    }

    /// <param name="from">Where an earlier run got to; null: start.</param>
    /// <param name="stepDone">Told after each step.</param>
    /// <returns>[views, 4, height, width] f32, scaled.</returns>
    public TensorData Paint(PaintConditions conditions, StepLatents? from, Action<StepLatents> stepDone)
    {
        var scheduler = settings.ViewScheduler(model.Scheduler);
        var count = conditions.Normals.Values.Length;
        if (from?.StepsDone == scheduler.StepCount)
            return from.Latents;
        var sampler = new MultiviewSampler(new PaintNetworks(model, sessions, cancellationToken), scheduler, conditions, settings.GuidanceScale);
        var state = from ?? new StepLatents(0, sampler.Start(noise.OfViews(count)));
        while (state.StepsDone < scheduler.StepCount)
        {
            sampler.Step(state.StepsDone, state.Latents, noise.OfViewsStep(state.StepsDone, count));
            state = state with { StepsDone = state.StepsDone + 1 };
            stepDone(state);
        }

        return state.Latents;
    }

    /// <summary>One view as a picture of the network's size.</summary>
    public Picture Decode(TensorData latents, int view)
    {
        var size = latents.Values.Length / (int)latents.Shape[0];
        return PictureTensor.ToPicture(_vae.Decode(latents.Values.AsSpan(view * size, size), (int)latents.Shape[2], (int)latents.Shape[3]));
    }

    private static TensorData Stacked(List<TensorData> parts) => new([.. parts.SelectMany(part => part.Values)], [parts.Count, .. parts[0].Shape.Skip(1)]);
}
