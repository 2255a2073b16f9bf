using System.Numerics;

namespace Hunyuan3D.Inference.Geometry;

/// <summary>
/// An indexed triangle mesh.
/// <para>
/// The convention of the whole product, stated once: right-handed, Y up, the front of the thing looks along +Z,
/// +X is to the right in the front picture; coordinates lie in the cube [-1.01, 1.01]^3 around the origin, and one unit
/// is written as one metre. Triangles are counter-clockwise seen from outside, so a closed mesh has a positive signed volume.
/// </para>
/// </summary>
public sealed class TriangleMesh
{
    /// <param name="positions">[vertices] in units.</param>
    /// <param name="indices">[faces * 3], three vertex indices a face.</param>
    public TriangleMesh(Vector3[] positions, int[] indices)
    {
        ArgumentNullException.ThrowIfNull(positions);
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.Length % 3 != 0)
            throw new ArgumentException($"The number of indices must be a multiple of 3, not {indices.Length}.", nameof(indices));
        (Positions, Indices) = (positions, indices);
    }

    public Vector3[] Positions { get; }

    /// <summary>[faces * 3].</summary>
    public int[] Indices { get; }

    public int VertexCount => Positions.Length;

    public int FaceCount => Indices.Length / 3;
}
