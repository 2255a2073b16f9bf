namespace Hunyuan3D.Inference.Geometry;

/// <summary>
/// Drops small loose pieces. Semantics of upstream's <c>FloaterRemover</c> (MeshLab's "select small disconnected component" and "delete
/// selected"): pieces are faces connected over edges, and those with fewer faces than a share of the largest piece's, rounded down, are deleted.
/// </summary>
internal static class FloaterRemover
{
    /// <summary>Upstream's share of the largest piece.</summary>
    public const double DefaultRatio = 0.005;

    /// <param name="ratio">Share of the largest piece's faces below which a piece is dropped, 0 to 1.</param>
    /// <returns>The kept faces and their vertices, in order; the same mesh when there is nothing to drop.</returns>
    public static TriangleMesh Remove(TriangleMesh mesh, double ratio = DefaultRatio)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        ArgumentOutOfRangeException.ThrowIfNegative(ratio);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ratio, 1);
        if (mesh.FaceCount == 0)
            return mesh;
        var components = FaceComponents.Find(mesh, EdgeAdjacency.Build(mesh));
        var sizes = components.Sizes();
        var least = (int)(ratio * sizes.Max());
        var keeps = new bool[mesh.FaceCount];
        for (var face = 0; face < keeps.Length; face++)
            keeps[face] = sizes[components.Labels[face]] >= least;
        return MeshCompaction.Keep(mesh, keeps);
    }
}
