using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Imaging.Matting;
using Hunyuan3D.Inference.MeshFiles;
using Hunyuan3D.Inference.ShapeGen.Relief;

namespace Hunyuan3D.Inference.TexGen.GivenMeshes;

/// <summary>
/// For a mesh that came with the request: reads and prepares it and cuts the pictures out, which the shape stage does for other jobs. Equal input gives equal
/// output, so a stage that continues elsewhere may do it again.
/// </summary>
public static class GivenMeshPreparer
{
    /// <summary>Of the texture stage's time, about.</summary>
    private const double Share = 0.2;

    /// <exception cref="StageInputException">The mesh or a picture cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static GivenMeshResult Prepare(
        GivenMeshRequest request, BackgroundRemover background, StageContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(background);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(time);
        var steps = new StageSteps(context, time, cancellationToken);
        var given = steps.Run("mesh reading", Share * 0.2, _ => MeshFileReader.Read(request.File));
        var mesh = steps.Run("face reduction", Share * 0.5, progress => PreparedMesh.Create(given, request.MaxFaces, request.KeepUvs, progress, cancellationToken));
        var source = MaskSource.Alpha;
        var cutouts = steps.Run("background removal", Share * 0.3, _ => request.Pictures.Select((side, picture) =>
        {
            var cutout = background.Cut(picture, SubjectFraming.FieldOf(side), cancellationToken);
            if (side == ViewSide.Front) source = cutout.Source;
            return cutout.Picture;
        }));
        return new GivenMeshResult(mesh, cutouts, source, context with { Progress = new LaterProgress(context.Progress) }, steps.Seconds);
    }

    private sealed class LaterProgress(IProgress<StageProgress> target) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => target.Report(value with { Fraction = Math.Min(1, Share + (1 - Share) * value.Fraction) });
    }
}
