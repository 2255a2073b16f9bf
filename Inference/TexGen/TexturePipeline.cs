using System.Collections.Immutable;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Imaging.Resampling;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;
using Hunyuan3D.Inference.TexGen.Delight;
using Hunyuan3D.Inference.TexGen.Diffusion;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// Mesh and pictures to a textured mesh with the real networks: <c>Hunyuan3DPaintPipeline.__call__</c> of Tencent/Hunyuan3D-2 (hy3dgen/texgen/pipelines.py). All equals the official code on equal
/// input and noise, but for the layout of the texture (<see cref="UvUnwrapper"/>, where upstream has xatlas). One instance per job.
/// </summary>
/// <param name="delight">Null: the pictures keep their light.</param>
internal sealed class TexturePipeline(PaintModel paint, DelightModel? delight, TextureSettings settings, SessionPool sessions, TimeProvider time)
{
    /// <exception cref="StageInputException">A picture shows no subject, or the mesh cannot be laid out.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what is done is saved.</exception>
    public TextureResult Run(TextureRequest request, TextureRun run, StageContext context, CancellationToken cancellationToken)
    {
        var steps = new StageSteps(context, time, cancellationToken);
        var noise = new TextureNoise(request.Seed);
        var painter = new ViewPainter(paint, settings, sessions, noise, cancellationToken);
        try
        {
            var pictures = request.Pictures.Present().Select(view => Prepare(view.Picture, view.Side.Field())).ToList();
            var references = delight is null
                ? [.. pictures.Select(GreyBackground.Under)]
                : steps.Run("light removal", 0.12, progress => RemoveLight(pictures, noise, run, progress, cancellationToken), pictures.Count * settings.DelightSteps);
            var mesh = steps.Run("uv unwrap", 0.02, progress => request.Uvs ?? UvUnwrapper.Unwrap(request.Mesh, settings.TextureSize, progress, cancellationToken));
            var rendered = RenderMesh.From(mesh);
            if (run.State is { Conditions: null, Painted.IsEmpty: true })
                run.Complete(run.State with { Conditions = steps.Run("view encoding", 0.06, progress => painter.Encode(rendered, references, progress)) });
            var latents = steps.Run("diffusion", 0.62, progress => Diffuse(painter, run, progress), settings.Steps);
            var views = steps.Run("view decoding", 0.08, progress => Decode(painter, latents, run, progress), SixViews.All.Count);
            var baked = steps.Run("baking", 0.05, progress => Bake(rendered, views, progress, cancellationToken), SixViews.All.Count);
            var texture = steps.Run("inpainting", 0.05, _ => TextureInpainter.Fill(rendered, baked, cancellationToken));
            return new TextureResult(new TexturedMesh(mesh, texture), steps.Seconds);
        }
        catch (OperationCanceledException)
        {
            run.Save();
            throw;
        }
    }

    /// <summary>Centred and squeezed to the network's size. Upstream centres what has alpha only.</summary>
    private Picture Prepare(Picture picture, string field)
    {
        var centred = DelightPicture.IsOpaque(picture) ? picture : ReferenceCenterer.Center(picture, field: field);
        return PillowResize.Bicubic(centred, settings.ViewSize, settings.ViewSize);
    }

    private ImmutableList<Picture> RemoveLight(List<Picture> pictures, TextureNoise noise, TextureRun run, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var remover = new LightRemover(delight!, settings, sessions, noise, cancellationToken);
        for (var index = run.State.References.Count; index < pictures.Count; index++)
        {
            var started = (double)index / pictures.Count;
            var reference = remover.Remove(pictures[index], index, run.State.Reference, state =>
            {
                run.Advance(run.State with { Reference = state });
                progress.Report(started + (double)state.StepsDone / settings.DelightSteps / pictures.Count);
            });
            run.Complete(run.State with { References = run.State.References.Add(reference), Reference = null });
        }

        return run.State.References;
    }

    private TensorData Diffuse(ViewPainter painter, TextureRun run, IProgress<double> progress)
    {
        if (run.State.Conditions is not { } conditions)
            return run.State.Views!.Latents;
        var latents = painter.Paint(conditions, run.State.Views, state =>
        {
            run.Advance(run.State with { Views = state });
            progress.Report((double)state.StepsDone / settings.Steps);
        });
        run.Save();
        return latents;
    }

    private static ImmutableList<Picture> Decode(ViewPainter painter, TensorData latents, TextureRun run, IProgress<double> progress)
    {
        while (run.State.Painted.Count < SixViews.All.Count)
        {
            // Encoded inputs are not needed any more once there is something to show for them.
            run.Advance(run.State with { Painted = run.State.Painted.Add(painter.Decode(latents, run.State.Painted.Count)), Conditions = null });
            progress.Report((double)run.State.Painted.Count / SixViews.All.Count);
        }

        return run.State.Painted;
    }

    private BakedTexture Bake(RenderMesh mesh, IReadOnlyList<Picture> views, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var resized = views.Select((view, index) => (PillowResize.Bicubic(view, settings.RenderSize, settings.RenderSize), SixViews.All[index])).ToList();
        return TextureBaker.Bake(mesh, resized, settings.TextureSize, BackProjector.UnreliableRadius(settings.RenderSize), progress, cancellationToken);
    }
}
