using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>What a job tells of its mesh.</summary>
internal static class MeshFigures
{
    /// <returns>Without files, model and times.</returns>
    public static ShapeProduct Of(TriangleMesh mesh, MaskSource source)
    {
        var report = MeshInvariants.Check(mesh);
        return new ShapeProduct
        {
            MaskSource = source switch { MaskSource.Alpha => "alpha", MaskSource.GraphCut => "graph-cut", _ => "matting-model" },
            Vertices = mesh.VertexCount,
            Faces = mesh.FaceCount,
            Closed = report.Closed,
            Manifold = report.Manifold,
            Seconds = new Dictionary<string, double>(),
        };
    }
}
