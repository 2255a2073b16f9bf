using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Tests.Inference.TexGen;

/// <summary>A small mesh and pictures of something round with alpha, for texture runs that take no time.</summary>
internal static class PaintedCube
{
    public static TriangleMesh Mesh { get; } = new(
        [.. Enumerable.Range(0, 8).Select(i => new Vector3((i & 1) - 0.5f, (i >> 1 & 1) - 0.5f, (i >> 2 & 1) - 0.5f))],
        [0, 2, 3, 0, 3, 1, 4, 5, 7, 4, 7, 6, 0, 1, 5, 0, 5, 4, 2, 6, 7, 2, 7, 3, 0, 4, 6, 0, 6, 2, 1, 3, 7, 1, 7, 5]);

    /// <param name="tint">Added to red, so that two pictures differ.</param>
    public static Picture Picture(int tint = 0)
    {
        const int Side = 48;
        var picture = new Picture(Side, Side);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var inside = (x - 24) * (x - 24) + (y - 20) * (y - 20) < 300;
                ((byte[])[(byte)(4 * x + tint), (byte)(5 * y), 90, inside ? (byte)255 : (byte)0]).CopyTo(picture[x, y]);
            }
        }

        return picture;
    }
}
