using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Benchmarks.TexGen;

/// <summary>A closed surface of about 40,000 faces with a one-chart layout: the size of a default job.</summary>
internal static class BumpySphere
{
    private const int Around = 200;
    private const int Down = 101;

    public static UvMesh Create()
    {
        var positions = new Vector3[(Around + 1) * (Down + 1)];
        var uvs = new Vector2[positions.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            var (column, row) = (i % (Around + 1), i / (Around + 1));
            var (longitude, latitude) = (MathF.Tau * column / Around, MathF.PI * row / Down);
            var radius = 0.8f + (0.1f * MathF.Sin(7 * longitude) * MathF.Sin(latitude) * MathF.Sin(9 * latitude));
            positions[i] = radius * new Vector3(MathF.Sin(latitude) * MathF.Sin(longitude), MathF.Cos(latitude), MathF.Sin(latitude) * MathF.Cos(longitude));
            uvs[i] = new Vector2(0.02f + (0.96f * column / Around), 0.98f - (0.96f * row / Down));
        }

        var indices = new List<int>();
        for (var row = 0; row < Down; row++)
        {
            for (var column = 0; column < Around; column++)
            {
                var corner = (row * (Around + 1)) + column;
                if (row > 0)
                    indices.AddRange([corner, corner + Around + 1, corner + 1]);
                if (row < Down - 1)
                    indices.AddRange([corner + 1, corner + Around + 1, corner + Around + 2]);
            }
        }

        return new UvMesh(new TriangleMesh(positions, [.. indices]), uvs, Enumerable.Range(0, positions.Length).ToArray());
    }
}
