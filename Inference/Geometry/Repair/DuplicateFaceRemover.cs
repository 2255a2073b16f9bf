namespace Hunyuan3D.Inference.Geometry.Repair;

/// <summary>Of the faces with the same three vertices, keeps one of the prevailing side; as many one way as the other cancel out.</summary>
internal static class DuplicateFaceRemover
{
    public static TriangleMesh Remove(TriangleMesh mesh)
    {
        var balance = new Dictionary<(int, int, int), int>();
        for (var face = 0; face < mesh.FaceCount; face++)
        {
            var (vertices, side) = Sorted(mesh, face);
            balance[vertices] = balance.GetValueOrDefault(vertices) + side;
        }

        var keeps = new bool[mesh.FaceCount];
        for (var face = 0; face < mesh.FaceCount; face++)
        {
            var (vertices, side) = Sorted(mesh, face);
            if (balance[vertices] * side <= 0)
                continue;
            keeps[face] = true;
            balance[vertices] = 0;
        }

        return MeshCompaction.Keep(mesh, keeps);
    }

    // The vertices in rising order, and +1 or -1 for the two ways around.
    private static ((int, int, int) Vertices, int Side) Sorted(TriangleMesh mesh, int face)
    {
        int a = mesh.Indices[3 * face], b = mesh.Indices[3 * face + 1], c = mesh.Indices[3 * face + 2], side = 1;
        if (a > b)
            (a, b, side) = (b, a, -side);
        if (b > c)
            (b, c, side) = (c, b, -side);
        if (a > b)
            (a, b, side) = (b, a, -side);
        return ((a, b, c), side);
    }
}
