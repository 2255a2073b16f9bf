using System.Numerics;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// For every texel of a texture, the point of the surface that it colours: the UV layout drawn by <see cref="Rasterizer"/>.
/// A texel (column, row) is sampled at its centre, u = (column + 0.5) / size and v = 1 - (row + 0.5) / size, which is where glTF viewers sample it too
/// (the paint model's baker counts texels from corner to corner instead).
/// A chart so small that it covers no texel centre gets the texel that its faces' centres fall into, so that every chart has a colour of its own.
/// </summary>
internal sealed class TexelMap
{
    private readonly RasterImage _layout;

    private TexelMap(UvMesh mesh, RasterImage layout) => (Mesh, _layout) = (mesh, layout);

    public UvMesh Mesh { get; }

    /// <summary>Texels per row and rows.</summary>
    public int Size => _layout.Width;

    /// <summary>[size * size], row 0 is v = 1: 0 for texels outside all charts, otherwise the face's index + 1.</summary>
    public int[] FaceIds => _layout.FaceIds;

    /// <summary>[size * size]: the weights of the face's three vertices at the texel; zero outside all charts.</summary>
    public Vector3[] Barycentrics => _layout.Barycentrics;

    /// <param name="size">Texture width and height, at least 2.</param>
    public static TexelMap Build(UvMesh mesh, int size)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        var clip = new Vector4[mesh.Uvs.Length];
        for (var i = 0; i < clip.Length; i++)
            clip[i] = new Vector4(Rasterizer.ToClip(mesh.Uvs[i].X * size, size), Rasterizer.ToClip((1 - mesh.Uvs[i].Y) * size, size), 0, 1);
        var layout = Rasterizer.Rasterize(clip, mesh.Mesh.Indices, size, size);
        CoverSmallFaces(mesh, layout);
        return new TexelMap(mesh, layout);
    }

    /// <summary>A vertex attribute at a texel inside a chart.</summary>
    public Vector3 Interpolate(ReadOnlySpan<Vector3> attributes, int texel)
    {
        var indices = Mesh.Mesh.Indices;
        var corner = (FaceIds[texel] - 1) * 3;
        var weights = Barycentrics[texel];
        return (attributes[indices[corner]] * weights.X) + (attributes[indices[corner + 1]] * weights.Y) + (attributes[indices[corner + 2]] * weights.Z);
    }

    /// <summary>The surface point of a texel inside a chart, in the mesh's own coordinates.</summary>
    public Vector3 Position(int texel) => Interpolate(Mesh.Mesh.Positions, texel);

    /// <summary>[size * size]: whether a texel lies inside a chart. A new array.</summary>
    public bool[] Covered()
    {
        var covered = new bool[FaceIds.Length];
        Parallel.For(0, Size, row =>
        {
            for (var texel = row * Size; texel < (row + 1) * Size; texel++)
                covered[texel] = FaceIds[texel] != 0;
        });
        return covered;
    }

    private static void CoverSmallFaces(UvMesh mesh, RasterImage layout)
    {
        var (indices, uvs, size) = (mesh.Mesh.Indices, mesh.Uvs, layout.Width);
        var seen = new bool[indices.Length / 3];
        Parallel.For(0, size, row =>
        {
            foreach (var id in layout.FaceIds.AsSpan(row * size, size))
            {
                if (id != 0)
                    seen[id - 1] = true;
            }
        });
        for (var face = 0; face < seen.Length; face++)
        {
            if (seen[face])
                continue;
            var centre = (uvs[indices[face * 3]] + uvs[indices[(face * 3) + 1]] + uvs[indices[(face * 3) + 2]]) / 3f;
            var column = Math.Clamp((int)(centre.X * size), 0, size - 1);
            var row = Math.Clamp((int)((1 - centre.Y) * size), 0, size - 1);
            ref var id = ref layout.FaceIds[(row * size) + column];
            if (id != 0)
                continue;
            id = face + 1;
            layout.Barycentrics[(row * size) + column] = new Vector3(1f / 3);
        }
    }
}
