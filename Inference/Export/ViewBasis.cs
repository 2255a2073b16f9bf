using System.Numerics;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.Export;

/// <summary>The directions of a view in the mesh's space: to the right and up in the picture, and towards the viewer.</summary>
internal readonly record struct ViewBasis(Vector3 Right, Vector3 Up, Vector3 Toward)
{
    /// <param name="azimuth">Degrees around +Y: 0 shows the front, 90 the left side.</param>
    /// <param name="elevation">Degrees above the horizon, -90 to 90.</param>
    public static ViewBasis Orbit(float azimuth, float elevation)
    {
        var (sinA, cosA) = MathF.SinCos(float.DegreesToRadians(azimuth));
        var (sinE, cosE) = MathF.SinCos(float.DegreesToRadians(elevation));
        var right = new Vector3(cosA, 0, -sinA);
        var toward = new Vector3(sinA * cosE, sinE, cosA * cosE);
        return new ViewBasis(right, Vector3.Cross(toward, right), toward);
    }

    /// <summary>Exact axes, without the rounding of sines.</summary>
    public static ViewBasis Of(ViewSide side) => side switch
    {
        ViewSide.Front => new(Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ),
        ViewSide.Left => new(-Vector3.UnitZ, Vector3.UnitY, Vector3.UnitX),
        ViewSide.Back => new(-Vector3.UnitX, Vector3.UnitY, -Vector3.UnitZ),
        ViewSide.Right => new(Vector3.UnitZ, Vector3.UnitY, -Vector3.UnitX),
        _ => throw new ArgumentOutOfRangeException(nameof(side), side, "Expected front, left, back or right."),
    };

    /// <summary>A direction or an offset of the mesh's space, seen in this view: right, up, towards the viewer.</summary>
    public Vector3 ToView(Vector3 v) => new(Vector3.Dot(v, Right), Vector3.Dot(v, Up), Vector3.Dot(v, Toward));
}
