using System.Globalization;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Imaging.Matting;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>
/// Pictures to a mesh with the real networks: <c>Hunyuan3DDiTFlowMatchingPipeline.__call__</c> of Tencent/Hunyuan3D-2 (hy3dgen/shapegen/pipelines.py), then its <c>FloaterRemover</c>,
/// <c>DegenerateFaceRemover</c> and <c>FaceReducer</c> in the order of its apps. One instance per job.
/// </summary>
internal sealed class ShapePipeline(
    StoredModel stored, ShapeModel model, ShapeSettings settings, SessionPool sessions, BackgroundRemover background, ShapeEngineOptions options, TimeProvider time)
{
    /// <summary>Version of what a run of the same weights makes; a saved state of another is not continued.</summary>
    private const int Version = 1;

    /// <param name="onStart">Told once, before the first step: how many were done before the run was interrupted.</param>
    /// <exception cref="StageInputException">A picture shows no subject, or the networks made no surface of it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the diffusion steps that were done are saved.</exception>
    public ShapeResult Run(ShapeRequest request, StageContext context, Action<int> onStart, CancellationToken cancellationToken)
    {
        var steps = new StageSteps(context, time, cancellationToken);
        var networks = new ShapeNetworks(model, sessions, settings.Decoder == VolumeDecoderKind.FlashVdm, cancellationToken);
        var sampler = new FlowMatchingSampler(networks, settings.Scheduler(model), settings.GuidanceScale, pairInOneBatch: !sessions.LowMemory);

        var (cutouts, maskSource) = steps.Run("background removal", 0.02, _ => CutOut(request.Pictures, cancellationToken));
        var pictures = steps.Run("preprocessing", 0.01, _ => Preprocess(cutouts));
        var diffusion = Diffusion(request, pictures, networks, context.Checkpoints);
        onStart(diffusion.StepsDone);
        var condition = diffusion.IsDone
            ? new TensorData([], 0)
            : steps.Run("image encoding", 0.06, _ => networks.Encode(Views(pictures), [.. pictures.ViewIndices.Select(index => (ViewSide)index)]));
        var latents = steps.Run("diffusion", 0.55, progress => diffusion.Run((step, x) => sampler.Step(step, x, condition), progress), settings.Steps);
        var tokens = steps.Run("latent decoding", 0.02, _ => networks.DecodeLatents(latents));
        var field = new NetworkField(networks, tokens);
        var volume = steps.Run("volume decoding", 0.22, progress => settings.VolumeDecoder().Decode(field, settings.OctreeResolution, settings.McLevel, progress, cancellationToken));
        var surface = steps.Run("marching cubes", 0.02, _ => Extract(volume, cancellationToken));
        var clean = steps.Run("clean-up", 0.02, _ => DegenerateFaceRemover.Remove(FloaterRemover.Remove(surface)));
        var mesh = steps.Run("face reduction", 0.08, progress => FaceReducer.Reduce(clean, settings.MaxFaces, progress, cancellationToken));
        return new ShapeResult(mesh, cutouts, maskSource, steps.Seconds)
        {
            Model = new ModelUse(stored.Name, stored.Manifest.Revision),
            Decoder = settings.DecoderName,
        };
    }

    private (ViewPictures Cutouts, MaskSource Source) CutOut(ViewPictures pictures, CancellationToken cancellationToken)
    {
        var source = MaskSource.Alpha;
        var cutouts = pictures.Select((side, picture) =>
        {
            var cutout = background.Cut(picture, side.Field(), cancellationToken);
            if (side == ViewSide.Front) source = cutout.Source;
            return cutout.Picture;
        });
        return (cutouts, source);
    }

    private ProcessedImage Preprocess(ViewPictures cutouts)
    {
        var processor = new ImageProcessor(model.Config.ImageProcessorSize, model.Config.BorderRatio);
        return model.Config.MultiView ? processor.Process(cutouts) : processor.Process(cutouts.Front);
    }

    private LatentDiffusion Diffusion(ShapeRequest request, ProcessedImage pictures, ShapeNetworks networks, IStageCheckpoints checkpoints)
    {
        var start = options.InitialLatents is { } source ? InitialLatents.Read(source) : InitialLatents.Of(request.Seed);
        var identity = string.Create(
            CultureInfo.InvariantCulture,
            $"shape {Version}|{OnnxSession.RuntimeVersion}|{stored.Name}|{stored.Manifest.Revision}|{start.Identity}|{settings.Steps} steps|guidance {settings.GuidanceScale:R}|{networks.Vae}|pair {!sessions.LowMemory}|{string.Join(",", pictures.ViewIndices)}|{TensorHash.Of(pictures.Image)}");
        return new LatentDiffusion(settings.Steps, start.Create(networks.Vae.NumLatents, networks.Vae.EmbedDim), identity, checkpoints, options.CheckpointPeriod, time);
    }

    // [views, 3, size, size] f32
    private static TensorData Views(ProcessedImage pictures) => new(pictures.Image, pictures.ViewIndices.Count, 3, pictures.Size, pictures.Size);

    private TriangleMesh Extract(VoxelGrid volume, CancellationToken cancellationToken)
    {
        try
        {
            return MarchingCubes.Extract(volume, settings.McLevel, cancellationToken);
        }
        catch (NoSurfaceException exception)
        {
            throw new StageInputException(
                "image", $"Model '{stored.Name}' found no surface in this picture. Try another seed, a picture that shows the whole subject, or more steps.", exception);
        }
    }
}
