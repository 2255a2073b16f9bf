using System.Numerics;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>What the map from the plane to the surface does to one face.</summary>
/// <param name="Area">On the surface.</param>
/// <param name="UvArea">In the plane, signed.</param>
/// <param name="Longest">Greatest length on the surface of a unit step in the plane (the larger singular value).</param>
/// <param name="Shortest">Least length on the surface of a unit step in the plane (the smaller singular value).</param>
internal readonly record struct FaceStretch(double Area, double UvArea, double Longest, double Shortest)
{
    public static FaceStretch Measure(Vector3 p, Vector3 q, Vector3 r, double sx, double sy, double tx, double ty, double wx, double wy)
    {
        var (e, f) = (Double3.From(q) - Double3.From(p), Double3.From(r) - Double3.From(p));
        var area = e.Cross(f).Length / 2;
        double eu = tx - sx, ev = ty - sy, fu = wx - sx, fv = wy - sy;
        var doubled = eu * fv - ev * fu;
        if (doubled == 0)
            return new FaceStretch(area, 0, double.PositiveInfinity, 0);

        // The columns of the Jacobian are the surface steps of a unit step along u and along v.
        var alongU = (e * fv - f * ev) * (1 / doubled);
        var alongV = (f * eu - e * fu) * (1 / doubled);
        var (a, b, c) = (alongU.Dot(alongU), alongU.Dot(alongV), alongV.Dot(alongV));
        var spread = Math.Sqrt((a - c) * (a - c) + 4 * b * b);
        return new FaceStretch(area, doubled / 2, Math.Sqrt((a + c + spread) / 2), Math.Sqrt(Math.Max(0, a + c - spread) / 2));
    }
}
