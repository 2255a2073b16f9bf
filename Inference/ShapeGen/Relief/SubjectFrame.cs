using System.Numerics;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.ShapeGen.Relief;

/// <summary>
/// Where one picture lies in the mesh's space: an orthographic view along an axis. Pixel coordinates are continuous, (0, 0) is the upper left corner of
/// the upper left pixel.
/// </summary>
/// <param name="Side">Which side the picture shows.</param>
/// <param name="Center">The pixel coordinates of the origin.</param>
/// <param name="UnitsPerPixel">The size of a pixel in units.</param>
internal readonly record struct SubjectFrame(ViewSide Side, Vector2 Center, float UnitsPerPixel)
{
    /// <summary>The axis that runs to the right in the picture.</summary>
    public Vector3 Right => ViewBasis.Of(Side).Right;

    /// <summary>The axis that points at the viewer.</summary>
    public Vector3 Toward => ViewBasis.Of(Side).Toward;

    public Vector2 ToPixel(Vector3 point) => Center + new Vector2(Vector3.Dot(point, Right), -point.Y) / UnitsPerPixel;
}
