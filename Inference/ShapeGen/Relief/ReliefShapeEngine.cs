using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Imaging.Matting;

namespace Hunyuan3D.Inference.ShapeGen.Relief;

/// <summary>
/// Makes a solid from pictures without any weights: the front's silhouette inflated, bounded by the other sides' (see <see cref="ReliefField"/>), extracted and cleaned by
/// the same decoder, marching cubes and mesh clean-up that the networks use. The seed, steps and guidance change nothing.
/// </summary>
public sealed class ReliefShapeEngine(IVolumeDecoder decoder, TimeProvider time, BackgroundRemover? background = null) : IShapeEngine
{
    public const string EngineName = "relief";

    /// <summary>Cells along an axis when the request names none.</summary>
    public const int DefaultOctreeResolution = 256;

    private const int LeastOctreeResolution = 16;
    private const int LeastFaces = 100;

    private readonly BackgroundRemover _background = background ?? BackgroundRemover.Classical;

    public string Name => EngineName;

    public Task<ShapeResult> GenerateAsync(ShapeRequest request, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return Task.Run(() => Generate(request, new StageSteps(context, time, cancellationToken), cancellationToken), cancellationToken);
    }

    private ShapeResult Generate(ShapeRequest request, StageSteps steps, CancellationToken cancellationToken)
    {
        var octreeResolution = request.OctreeResolution ?? DefaultOctreeResolution;
        if (octreeResolution is < LeastOctreeResolution or > GridAxis.MaxResolution)
            throw new StageInputException("octreeResolution", $"Expected {LeastOctreeResolution} to {GridAxis.MaxResolution} cells along an axis, not {octreeResolution}.");
        if (request.MaxFaces < LeastFaces)
            throw new StageInputException("faces", $"Expected at least {LeastFaces} faces, not {request.MaxFaces}.");

        var maskSource = MaskSource.Alpha;
        var cutouts = steps.Run("background removal", 0.10, _ => request.Pictures.Select((side, picture) =>
        {
            var cutout = _background.Cut(picture, SubjectFraming.FieldOf(side), cancellationToken);
            if (side == ViewSide.Front) maskSource = cutout.Source;
            return cutout.Picture;
        }));
        var field = steps.Run("inflation", 0.10, _ => ReliefField.Of(cutouts, octreeResolution));
        var volume = steps.Run("volume decoding", 0.15, progress => decoder.Decode(field, octreeResolution, request.McLevel, progress, cancellationToken));
        var surface = steps.Run("marching cubes", 0.10, _ => Extract(volume, request.McLevel, cancellationToken));
        var clean = steps.Run("clean-up", 0.05, _ => DegenerateFaceRemover.Remove(FloaterRemover.Remove(surface)));
        var mesh = steps.Run("face reduction", 0.50, progress => FaceReducer.Reduce(clean, request.MaxFaces, progress, cancellationToken));
        return new ShapeResult(mesh, cutouts, maskSource, steps.Seconds);
    }

    private static TriangleMesh Extract(VoxelGrid volume, float mcLevel, CancellationToken cancellationToken)
    {
        // Upstream divides grid indices by the number of points, which shifts the surface by up to a cell; the texture has to find the picture's pixels where
        // they were. The surface step divides by the resolution it is told plus one, so this tells it one less than the grid has cells.
        var inPlace = volume with { OctreeResolution = volume.PointsPerAxis - 2 };
        try
        {
            return MarchingCubes.Extract(inPlace, mcLevel, cancellationToken);
        }
        catch (NoSurfaceException e)
        {
            throw new StageInputException(
                "image", $"The picture's subject is too thin everywhere for {volume.OctreeResolution} cells along an axis. Send a picture with a larger subject, or ask for a higher octree resolution.", e);
        }
    }
}
