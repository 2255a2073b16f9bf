using System.Numerics;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>A mesh as <see cref="Camera"/>, <see cref="SurfaceMaps"/> and the texture baker see it.</summary>
internal sealed class RenderMesh
{
    private RenderMesh(Vector3[] positions, int[] indices, Vector2[] uvs) => (Positions, Indices, Uvs) = (positions, indices, uvs);

    /// <summary>[vertices], normalised by <see cref="MeshNormalizer"/>: the renderer's axes, radius 0.575.</summary>
    public Vector3[] Positions { get; }

    /// <summary>[faces * 3], the mesh's own.</summary>
    public int[] Indices { get; }

    /// <summary>[vertices]: u, and 1 - v, so that the second component grows with texture rows; empty for a mesh without UVs.</summary>
    public Vector2[] Uvs { get; }

    public static RenderMesh From(UvMesh mesh)
        => new(MeshNormalizer.Normalize(mesh.Mesh.Positions), mesh.Mesh.Indices, MeshNormalizer.FlipV(mesh.Uvs));

    public static RenderMesh From(TriangleMesh mesh)
        => new(MeshNormalizer.Normalize(mesh.Positions), mesh.Indices, []);
}
