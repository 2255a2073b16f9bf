using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Tests.Inference.Export;

/// <summary>A box around the origin, each side its own chart: sides side by side in the texture, in the order +X, -X, +Y, -Y, +Z, -Z.</summary>
internal static class BoxMesh
{
    public static readonly (byte R, byte G, byte B)[] SideColours = [(0, 255, 0), (255, 255, 0), (255, 255, 255), (0, 0, 0), (255, 0, 0), (0, 0, 255)];

    public static UvMesh Create(Vector3 halfExtent)
    {
        var (positions, uvs, sources, indices) = (new List<Vector3>(), new List<Vector2>(), new List<int>(), new List<int>());
        for (var side = 0; side < 6; side++)
        {
            var normal = new Vector3(side / 2 == 0 ? 1 : 0, side / 2 == 1 ? 1 : 0, side / 2 == 2 ? 1 : 0) * (side % 2 == 0 ? 1 : -1);
            var across = side / 2 == 1 ? Vector3.UnitX : Vector3.Cross(Vector3.UnitY, normal);
            var up = Vector3.Cross(normal, across);
            var first = positions.Count;
            foreach (var (u, v) in new[] { (0, 0), (1, 0), (1, 1), (0, 1) })
            {
                var corner = normal + (across * ((2 * u) - 1)) + (up * ((2 * v) - 1));
                positions.Add(corner * halfExtent);
                uvs.Add(new Vector2((side + u) / 6f, v));
                sources.Add((corner.X > 0 ? 1 : 0) + (corner.Y > 0 ? 2 : 0) + (corner.Z > 0 ? 4 : 0));
            }

            indices.AddRange([first, first + 1, first + 2, first, first + 2, first + 3]);
        }

        return new UvMesh(new TriangleMesh([.. positions], [.. indices]), [.. uvs], [.. sources]);
    }

    /// <summary>Every side in its own colour.</summary>
    public static TexturedMesh Coloured(Vector3 halfExtent)
    {
        var texture = new Picture(48, 8);
        for (var i = 0; i < 48 * 8; i++)
        {
            var (r, g, b) = SideColours[i % 48 / 8];
            ((byte[])[r, g, b, 255]).CopyTo(texture[i % 48, i / 48]);
        }

        return new TexturedMesh(Create(halfExtent), texture);
    }
}
