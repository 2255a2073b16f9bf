using System.Numerics;

namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>The box around the finite vertices of a mesh.</summary>
internal static class MeshBounds
{
    private const int Chunks = 16;

    /// <returns>Lowest and highest corner; both 0 when no vertex is finite.</returns>
    public static (Vector3 Low, Vector3 High) Of(WorkingMesh mesh, ParallelOptions parallel)
    {
        var found = new (Vector3 Low, Vector3 High)[Chunks];
        Parallel.For(0, Chunks, parallel, chunk =>
        {
            Vector3 low = new(float.MaxValue), high = new(float.MinValue);
            var to = (int)((long)mesh.VertexCount * (chunk + 1) / Chunks);
            for (var v = (int)((long)mesh.VertexCount * chunk / Chunks); v < to; v++)
            {
                var p = mesh.PositionOf(v);
                if (!float.IsFinite(p.X + p.Y + p.Z))
                    continue;
                low = Vector3.Min(low, p);
                high = Vector3.Max(high, p);
            }

            found[chunk] = (low, high);
        });
        Vector3 lowest = found[0].Low, highest = found[0].High;
        foreach (var (low, high) in found)
            (lowest, highest) = (Vector3.Min(lowest, low), Vector3.Max(highest, high));
        return lowest.X <= highest.X ? (lowest, highest) : default;
    }

    /// <summary>
    /// The power of two that brings a mesh to a size of 1 to 2 (so nothing is rounded): costs go with the fourth power of lengths, and a
    /// mesh in millimetres or kilometres would otherwise leave the range of single precision.
    /// </summary>
    public static float UnitScaleOf(WorkingMesh mesh, ParallelOptions parallel)
    {
        var (low, high) = Of(mesh, parallel);
        var size = Math.Max((double)high.X - low.X, Math.Max((double)high.Y - low.Y, (double)high.Z - low.Z));
        return size > 0 ? (float)Math.ScaleB(1, Math.Clamp(-Math.ILogB(size), -126, 126)) : 1;
    }
}
