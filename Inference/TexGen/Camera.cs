using System.Numerics;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// An orthographic camera that looks at the origin of <see cref="RenderMesh"/> space from a distance of 1.45 and sees a square of half extent 0.6.
/// Pixel rows grow downwards in the picture: a view of elevation 0 shows the mesh upright.
/// <para>
/// Source: Hunyuan3D-2, <c>camera_utils.py</c> (<c>get_mv_matrix</c>, <c>get_orthographic_projection_matrix</c>). The view matrix is computed in double and
/// rounded once: at elevation +-90 the right vector is a normalised cross product of nearly parallel vectors, whose direction is
/// right in double (cos 90 degrees = 6e-17) and turned by 180 degrees in single (-4e-8).
/// </para>
/// </summary>
internal sealed class Camera
{
    private const double Distance = 1.45;
    private const double Extent = 1.2;
    private const double Near = 0.1;
    private const double Far = 100;
    private const float ProjectionScale = (float)(2 / Extent);
    private const float DepthScale = (float)(-2 / (Far - Near));
    private const float DepthOffset = (float)(-(Far + Near) / (Far - Near));

    private readonly float[] _worldToCamera;

    /// <param name="azimuth">Degrees; 0 is the mesh's front, 90 its left side (upstream's naming of views).</param>
    /// <param name="elevation">Degrees, -90 to 90; 90 looks from above.</param>
    public Camera(double azimuth, double elevation) => _worldToCamera = ViewMatrix(azimuth, elevation);

    /// <summary>[4, 4] row-major f32, applied to column vectors.</summary>
    public ReadOnlySpan<float> WorldToCamera => _worldToCamera;

    /// <summary>[4, 4] row-major f32: the orthographic projection, the same for all cameras.</summary>
    public static ReadOnlySpan<float> Projection =>
    [
        ProjectionScale, 0, 0, 0,
        0, ProjectionScale, 0, 0,
        0, 0, DepthScale, DepthOffset,
        0, 0, 0, 1,
    ];

    /// <summary>Camera-space positions: x to the right, y downwards in the picture, z towards the camera (negative in front of it).</summary>
    public Vector3[] ToCamera(ReadOnlySpan<Vector3> world)
    {
        var m = _worldToCamera;
        var result = new Vector3[world.Length];
        for (var i = 0; i < world.Length; i++)
        {
            // Written out: Vector3.Transform may contract to fused multiply-adds, and these values decide which pixels a face covers.
            var (x, y, z) = (world[i].X, world[i].Y, world[i].Z);
            result[i] = new Vector3(
                (((m[0] * x) + (m[1] * y)) + (m[2] * z)) + m[3],
                (((m[4] * x) + (m[5] * y)) + (m[6] * z)) + m[7],
                (((m[8] * x) + (m[9] * y)) + (m[10] * z)) + m[11]);
        }

        return result;
    }

    /// <summary>Clip-space positions (w = 1) of camera-space positions.</summary>
    public static Vector4[] ToClip(ReadOnlySpan<Vector3> camera)
    {
        var result = new Vector4[camera.Length];
        for (var i = 0; i < camera.Length; i++)
        {
            var p = camera[i];
            result[i] = new Vector4(p.X * ProjectionScale, p.Y * ProjectionScale, (p.Z * DepthScale) + DepthOffset, 1);
        }

        return result;
    }

    private static float[] ViewMatrix(double azimuth, double elevation)
    {
        var (e, a) = (double.DegreesToRadians(-elevation), double.DegreesToRadians(azimuth + 90));
        double[] position = [Distance * Math.Cos(e) * Math.Cos(a), Distance * Math.Cos(e) * Math.Sin(a), Distance * Math.Sin(e)];
        var forward = Normalize([-position[0], -position[1], -position[2]]);
        var right = Normalize(Cross(forward, [0, 0, 1]));
        var up = Normalize(Cross(right, forward));
        double[] back = [-forward[0], -forward[1], -forward[2]];

        var matrix = new float[16];
        double[][] rows = [right, up, back];
        for (var r = 0; r < 3; r++)
        {
            for (var c = 0; c < 3; c++)
                matrix[(r * 4) + c] = (float)rows[r][c];
            matrix[(r * 4) + 3] = (float)-((rows[r][0] * position[0]) + (rows[r][1] * position[1]) + (rows[r][2] * position[2]));
        }

        matrix[15] = 1;
        return matrix;
    }

    private static double[] Cross(double[] a, double[] b)
        => [(a[1] * b[2]) - (a[2] * b[1]), (a[2] * b[0]) - (a[0] * b[2]), (a[0] * b[1]) - (a[1] * b[0])];

    private static double[] Normalize(double[] v)
    {
        var length = Math.Sqrt((v[0] * v[0]) + (v[1] * v[1]) + (v[2] * v[2]));
        return [v[0] / length, v[1] / length, v[2] / length];
    }
}
