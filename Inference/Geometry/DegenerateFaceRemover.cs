using System.Numerics;

namespace Hunyuan3D.Inference.Geometry;

/// <summary>
/// Drops faces that name a vertex twice or touch a vertex with a coordinate that is no finite number, then vertices without faces.
/// Faces without area but with three different vertices stay, as upstream's save-and-load round trip leaves them.
/// </summary>
internal static class DegenerateFaceRemover
{
    /// <returns>The same mesh when there is nothing to drop.</returns>
    public static TriangleMesh Remove(TriangleMesh mesh)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        var keeps = new bool[mesh.FaceCount];
        for (var face = 0; face < keeps.Length; face++)
        {
            int a = mesh.Indices[3 * face], b = mesh.Indices[3 * face + 1], c = mesh.Indices[3 * face + 2];
            keeps[face] = a != b && b != c && c != a && IsFinite(mesh.Positions[a] + mesh.Positions[b] + mesh.Positions[c]);
        }

        return MeshCompaction.Keep(mesh, keeps);
    }

    private static bool IsFinite(Vector3 sum) => float.IsFinite(sum.X) && float.IsFinite(sum.Y) && float.IsFinite(sum.Z);
}
