namespace Hunyuan3D.Inference.ShapeGen.Relief;

/// <summary>
/// The inflation of one silhouette: u(a, b), the squared half thickness in units over the frame's plane, positive inside, zero on the silhouette, and negative and
/// distance-like outside; with its squared slope. The grid covers [-1, 1]^2, rows upward.
/// <para>
/// Inside, u solves laplace(u) = -c with u = 0 on the silhouette, so sqrt(u) rises vertically at the border like a balloon, thin parts are thin
/// and wide parts thick: a long strip becomes an elliptic tube, a disc an ellipsoid. c = 3 makes their depths 1.22 and 0.87 of their widths.
/// Within a few cells of the border, where the grid's stairs would show, u is replaced by signed distance times the smoothed border slope.
/// </para>
/// </summary>
internal sealed class SilhouetteProfile
{
    private const float Pressure = 3;

    // In cells: u is the distance times the slope up to the first, the membrane from the second on.
    private const float BorderEnd = 1.5f;
    private const float MembraneStart = 4;
    private const float SlopeReach = 6;

    private readonly float[] _coverage;
    private readonly float[] _luminance;

    private SilhouetteProfile(int size, float[] u, float[] distance, float[] coverage, float[] luminance) =>
        (Size, U, Distance, _coverage, _luminance) = (size, u, distance, coverage, luminance);

    public int Size { get; }

    /// <summary>[size, size] squared units.</summary>
    public float[] U { get; }

    /// <summary>[size, size] signed distance to the silhouette in cells, positive inside.</summary>
    public float[] Distance { get; }

    /// <summary>[size, size] <see cref="U"/> with the picture's shading in it (<see cref="ShadingRelief"/>).</summary>
    public float[] WithShading() => ShadingRelief.Apply(_coverage, _luminance, Distance, U, Size);

    /// <param name="coverage">[size, size] 0 to 1.</param>
    /// <param name="luminance">[size, size] luminance times coverage, 0 to 1.</param>
    public static SilhouetteProfile Of(float[] coverage, float[] luminance, int size)
    {
        var distance = DistanceToSilhouette.Compute(coverage, size);
        var membrane = new PoissonSolver(Array.ConvertAll(distance, d => d > 0), size).Solve();
        var slope = BorderSlope(membrane, distance, size);
        var cell = 2f / size;
        var u = new float[size * size];
        Parallel.For(0, size, y =>
        {
            for (var i = y * size; i < (y + 1) * size; i++)
            {
                var d = distance[i];
                var t = Math.Clamp((d - BorderEnd) / (MembraneStart - BorderEnd), 0, 1);
                t = t * t * (3 - 2 * t);
                u[i] = (t * membrane[i] + (1 - t) * d * slope[i]) * (Pressure * cell * cell);
            }
        });
        return new SilhouetteProfile(size, u, distance, coverage, luminance);
    }

    // The membrane's slope at the border, membrane / distance a few cells inside it, carried outward by normalised convolution.
    private static float[] BorderSlope(float[] membrane, float[] distance, int size)
    {
        var weights = new float[size * size];
        var weighted = new float[size * size];
        double sum = 0, total = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var d = distance[i];
            if (d is <= 0.25f or > SlopeReach) continue;
            var weight = Math.Min(d, 2) * Math.Min(1, (SlopeReach - d) / 2);
            weights[i] = weight;
            weighted[i] = weight * membrane[i] / d;
            sum += weighted[i];
            total += weight;
        }

        var mean = total > 0 ? (float)(sum / total) : 1;
        weights = GridBlur.Gaussian(weights, size, 4);
        weighted = GridBlur.Gaussian(weighted, size, 4);
        const float Trust = 1e-4f;
        for (var i = 0; i < weights.Length; i++)
            weighted[i] = Math.Max(0.25f, (weighted[i] + Trust * mean) / (weights[i] + Trust));
        return weighted;
    }
}
