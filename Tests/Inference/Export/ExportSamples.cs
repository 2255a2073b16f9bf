using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Tests.Inference.Export;

/// <summary>Small meshes whose every value is known.</summary>
internal static class ExportSamples
{
    /// <summary>A sphere of rings and segments around Y, closed, facing outward.</summary>
    public static TriangleMesh Sphere(int rings, int segments)
    {
        var positions = new List<Vector3> { new(0, 0.8f, 0) };
        for (var ring = 1; ring < rings; ring++)
        {
            var (sinRing, cosRing) = MathF.SinCos(MathF.PI * ring / rings);
            for (var segment = 0; segment < segments; segment++)
            {
                var (sin, cos) = MathF.SinCos(2 * MathF.PI * segment / segments);
                positions.Add(new Vector3(sinRing * sin, cosRing, sinRing * cos) * 0.8f);
            }
        }

        positions.Add(new Vector3(0, -0.8f, 0));
        var indices = new List<int>();
        int At(int ring, int segment) => 1 + (ring - 1) * segments + segment % segments;
        for (var segment = 0; segment < segments; segment++)
        {
            indices.AddRange([0, At(1, segment), At(1, segment + 1)]);
            indices.AddRange([positions.Count - 1, At(rings - 1, segment + 1), At(rings - 1, segment)]);
            for (var ring = 1; ring < rings - 1; ring++)
            {
                indices.AddRange([At(ring, segment), At(ring + 1, segment), At(ring + 1, segment + 1)]);
                indices.AddRange([At(ring, segment), At(ring + 1, segment + 1), At(ring, segment + 1)]);
            }
        }

        return new TriangleMesh([.. positions], [.. indices]);
    }

    /// <summary>A cube of half size 0.5 with one chart per side; the texture has one flat colour per side.</summary>
    public static TexturedMesh Cube()
    {
        Vector3[] corners = [.. Enumerable.Range(0, 8).Select(i => new Vector3((i & 1) - 0.5f, ((i >> 1) & 1) - 0.5f, ((i >> 2) & 1) - 0.5f))];
        int[][] sides = [[4, 5, 7, 6], [5, 1, 3, 7], [1, 0, 2, 3], [0, 4, 6, 2], [6, 7, 3, 2], [0, 1, 5, 4]];
        var (positions, uvs, sources, indices) = (new List<Vector3>(), new List<Vector2>(), new List<int>(), new List<int>());
        var texture = new Picture(48, 32);
        for (var side = 0; side < 6; side++)
        {
            int column = side % 3, row = side / 3, first = positions.Count;
            foreach (var corner in sides[side])
            {
                positions.Add(corners[corner]);
                sources.Add(corner);
            }

            // One cell of a 3 x 2 atlas, two texels inside its border.
            var low = new Vector2((column * 16 + 2) / 48f, 1 - (row * 16 + 14) / 32f);
            var high = new Vector2((column * 16 + 14) / 48f, 1 - (row * 16 + 2) / 32f);
            uvs.AddRange([low, new Vector2(high.X, low.Y), high, new Vector2(low.X, high.Y)]);
            indices.AddRange([first, first + 1, first + 2, first, first + 2, first + 3]);
            for (var y = row * 16; y < row * 16 + 16; y++)
            {
                for (var x = column * 16; x < column * 16 + 16; x++)
                    ((ReadOnlySpan<byte>)[.. SideColor(side), 255]).CopyTo(texture[x, y]);
            }
        }

        return new TexturedMesh(new UvMesh(new TriangleMesh([.. positions], [.. indices]), [.. uvs], [.. sources]), texture);
    }

    /// <summary>RGB of a side of the cube: front (+Z), right (+X), back, left, top, bottom.</summary>
    public static byte[] SideColor(int side) => [(byte)(40 * side), (byte)(250 - 30 * side), (byte)(side % 2 * 200)];

    public static double SignedVolume(TriangleMesh mesh)
    {
        double volume = 0;
        for (var i = 0; i < mesh.Indices.Length; i += 3)
        {
            volume += Vector3.Dot(mesh.Positions[mesh.Indices[i]],
                Vector3.Cross(mesh.Positions[mesh.Indices[i + 1]], mesh.Positions[mesh.Indices[i + 2]])) / 6.0;
        }

        return volume;
    }
}
