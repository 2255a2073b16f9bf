using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen.Unwrapping;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// Lays a mesh out in a texture. Faces are clustered by orientation (<see cref="FaceClustering"/>), each cluster is projected and relaxed as rigidly as possible
/// (<see cref="ChartMaker"/>), small separate parts become nets (<see cref="PartUnfolder"/>), and the charts are packed by raster at one scale (<see cref="AtlasFiller"/>).
/// <para>
/// What holds for every mesh: each face lies in one chart; no face is turned over and no two overlap, exactly, since UVs are multiples of 2^-24 and
/// are checked in integers; a unit step in the atlas is nowhere longer on the surface than twice its mean (faces smaller than a texel aside); charts keep
/// two texels apart, across the repeated border too. Faces thinner than the lattice collapse to a point at their chart. Two thirds of the atlas are covered
/// unless gutters of very many charts, or faces that cannot be cut, prevent it.
/// </para>
/// <para>Cost: O(faces log faces) with bounded work a face; 40,000 faces take about 0.4 s of processor time, a million about 20 s and 1 GB.</para>
/// </summary>
internal static class UvUnwrapper
{
    /// <summary>The smallest and largest texture, in texels across.</summary>
    public const int MinTextureSize = 64, MaxTextureSize = 16384;

    /// <param name="mesh">Any triangles: open, non-manifold, in parts or with degenerate faces.</param>
    /// <param name="textureSize">Texels across, 64 to 16384: sets the gutter.</param>
    /// <param name="progress">0 to 1, never falling.</param>
    /// <returns>The faces in their order, with vertices split along chart borders; the same for any number of threads.</returns>
    /// <exception cref="StageInputException">The mesh has no area, broken numbers or indices, or more charts than the texture holds.</exception>
    public static UvMesh Unwrap(TriangleMesh mesh, int textureSize, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        if (textureSize is < MinTextureSize or > MaxTextureSize)
            throw new StageInputException("textureSize", $"Expected {MinTextureSize} to {MaxTextureSize} texels, not {textureSize}.");
        cancellationToken.ThrowIfCancellationRequested();
        var steps = new RisingProgress(progress);
        var surface = UnwrapSurface.Create(mesh, cancellationToken);
        steps.Report(0.05);
        var groups = ChartSegmenter.Segment(surface, new ClusteringLimits(), cancellationToken);
        steps.Report(0.2);
        var texel = surface.TotalArea / textureSize / textureSize;
        var charts = ChartMaker.Make(surface, groups, texel, done => steps.Report(0.2 + 0.25 * done), cancellationToken);
        charts = PartUnfolder.Unfold(surface, charts, cancellationToken);
        steps.Report(0.5);
        var atlas = Atlas.Create(surface, charts, new AtlasRaster(textureSize), done => steps.Report(0.5 + 0.45 * done), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var result = UvMeshAssembler.Assemble(surface, mesh, atlas);
        steps.Report(1);
        return result;
    }
}
