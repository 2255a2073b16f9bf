using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.Relief;

namespace Hunyuan3D.Benchmarks.Samples;

/// <summary>
/// The mesh of a solid, placed as the product places the subject of a picture: centred, and as large as <see cref="SubjectFraming"/> frames it. So a mesh made from the
/// solid's picture can be compared with it as it is.
/// </summary>
/// <param name="Mesh">Placed.</param>
/// <param name="Center">Of the solid's own bounding box.</param>
/// <param name="Scale">From the solid's own units to the mesh's.</param>
internal sealed record SampleModel(Solid Solid, TriangleMesh Mesh, Vector3 Center, float Scale)
{
    /// <param name="resolution">Cells along an axis.</param>
    public static SampleModel Of(Solid solid, int resolution)
    {
        var volume = new HierarchicalVolumeDecoder().Decode(new Field(solid), resolution, 0, null, CancellationToken.None);
        var mesh = MarchingCubes.Extract(volume with { OctreeResolution = resolution - 1 }, 0, CancellationToken.None);
        mesh = DegenerateFaceRemover.Remove(FloaterRemover.Remove(mesh));
        Vector3 low = mesh.Positions[0], high = low;
        foreach (var position in mesh.Positions) (low, high) = (Vector3.Min(low, position), Vector3.Max(high, position));
        var center = (low + high) / 2;
        var scale = 2 * SubjectFraming.HalfExtent / Math.Max(high.X - low.X, high.Y - low.Y);
        var placed = Array.ConvertAll(mesh.Positions, position => (position - center) * scale);
        return new SampleModel(solid, new TriangleMesh(placed, mesh.Indices), center, scale);
    }

    public Vector3 ToSolid(Vector3 point) => point / Scale + Center;

    private sealed class Field(Solid solid) : IImplicitField
    {
        public void Evaluate(ReadOnlySpan<Vector3> points, Span<float> logits)
        {
            for (var i = 0; i < points.Length; i++)
            {
                // Never exactly on the surface, and as steep as hierarchical decoders expect.
                var logit = -solid.Distance(points[i]) * 30;
                logits[i] = logit == 0 ? 1e-4f : logit;
            }
        }
    }
}
