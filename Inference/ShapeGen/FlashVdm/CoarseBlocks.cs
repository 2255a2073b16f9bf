using System.Numerics;

namespace Hunyuan3D.Inference.ShapeGen.FlashVdm;

/// <summary>The coarse grid of FlashVDM in 4 x 4 x 4 blocks of neighbouring points.</summary>
/// <param name="pointsPerAxis">A multiple of 4.</param>
internal sealed class CoarseBlocks(int pointsPerAxis)
{
    private const int PerAxis = 4;

    private readonly float[] _axis = GridAxis.Points(pointsPerAxis - 1);

    public static int Count => PerAxis * PerAxis * PerAxis;

    private int Side => pointsPerAxis / PerAxis;

    /// <summary>Points of a block, z fastest.</summary>
    public Vector3[] Positions(int block)
    {
        var positions = new Vector3[Side * Side * Side];
        for (var n = 0; n < positions.Length; n++)
        {
            var (i, j, k) = Point(block, n);
            positions[n] = new Vector3(_axis[i], _axis[j], _axis[k]);
        }

        return positions;
    }

    public void Scatter(int block, ReadOnlySpan<float> values, float[] grid)
    {
        for (var n = 0; n < values.Length; n++)
        {
            var (i, j, k) = Point(block, n);
            grid[(i * pointsPerAxis + j) * pointsPerAxis + k] = values[n];
        }
    }

    private (int I, int J, int K) Point(int block, int n) => (
        block / (PerAxis * PerAxis) * Side + n / (Side * Side),
        block / PerAxis % PerAxis * Side + n / Side % Side,
        block % PerAxis * Side + n % Side);
}
