using System.Numerics;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Inference.TexGen.Relief;

/// <summary>Which surface points an orthographic viewer along an axis sees. Cost: one rasterisation of 1024 x 1024 pixels.</summary>
internal sealed class DepthView
{
    private const int Size = 1024;

    // A point counts as seen up to this far behind the nearest surface, as a share of the mesh's extent: smooth surfaces seen at a slant must not hide themselves.
    private const float Slack = 0.012f;

    private readonly float[] _nearest; // [Size, Size] distance towards the viewer of the nearest surface; -infinity: none
    private readonly Vector3 _right;
    private readonly Vector3 _toward;
    private readonly Vector3 _center;
    private readonly float _pixelsPerUnit;
    private readonly float _slack;

    /// <param name="toward">Unit axis that points at the viewer; not vertical.</param>
    public DepthView(TriangleMesh mesh, Vector3 toward)
    {
        _toward = toward;
        _right = Vector3.Cross(Vector3.UnitY, toward);
        Vector3 low = new(float.PositiveInfinity), high = new(float.NegativeInfinity);
        foreach (var position in mesh.Positions) (low, high) = (Vector3.Min(low, position), Vector3.Max(high, position));
        _center = (low + high) / 2;
        var extent = Math.Max((high - low).X, Math.Max((high - low).Y, (high - low).Z));
        _pixelsPerUnit = extent > 0 ? (Size - 4) / extent : 1;
        _slack = extent * Slack;

        var depthPerUnit = extent > 0 ? 1.8f / extent : 1;
        var clip = Array.ConvertAll(mesh.Positions, position =>
        {
            var (x, y) = ToPixel(position);
            return new Vector4(Rasterizer.ToClip(x, Size), Rasterizer.ToClip(y, Size), -Vector3.Dot(position - _center, _toward) * depthPerUnit, 1);
        });
        var raster = Rasterizer.Rasterize(clip, mesh.Indices, Size, Size);
        _nearest = new float[Size * Size];
        Parallel.For(0, Size, y =>
        {
            for (var i = y * Size; i < (y + 1) * Size; i++)
            {
                var corner = (raster.FaceIds[i] - 1) * 3;
                if (corner < 0)
                {
                    _nearest[i] = float.NegativeInfinity;
                    continue;
                }

                var weights = raster.Barycentrics[i];
                _nearest[i] = weights.X * Depth(mesh.Positions[mesh.Indices[corner]]) + weights.Y * Depth(mesh.Positions[mesh.Indices[corner + 1]])
                    + weights.Z * Depth(mesh.Positions[mesh.Indices[corner + 2]]);
            }
        });
    }

    public bool Sees(Vector3 point)
    {
        var (x, y) = ToPixel(point);
        int left = Math.Clamp((int)(x - 0.5f), 0, Size - 2), top = Math.Clamp((int)(y - 0.5f), 0, Size - 2);
        var i = top * Size + left;
        // The farthest of the four pixels around: at the edge of a near part the point behind it may still be seen.
        var nearest = Math.Min(Math.Min(_nearest[i], _nearest[i + 1]), Math.Min(_nearest[i + Size], _nearest[i + Size + 1]));
        return Depth(point) >= nearest - _slack;
    }

    private float Depth(Vector3 point) => Vector3.Dot(point, _toward);

    private (float X, float Y) ToPixel(Vector3 point)
    {
        var offset = point - _center;
        return (Size / 2f + Vector3.Dot(offset, _right) * _pixelsPerUnit, Size / 2f - offset.Y * _pixelsPerUnit);
    }
}
