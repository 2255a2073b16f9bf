using System.Numerics;

namespace Hunyuan3D.Inference.Geometry;

/// <summary>Checks a mesh as a solid's surface. Parallel; the report does not depend on the number of threads.</summary>
public static class MeshInvariants
{
    private const int FacesPerChunk = 1 << 14;

    /// <exception cref="ArgumentException">A face names a vertex that the mesh does not have.</exception>
    public static MeshReport Check(TriangleMesh mesh)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        RequireIndicesInRange(mesh);
        var adjacency = EdgeAdjacency.Build(mesh);
        var components = 0;
        VertexFans fans = default;
        Measures measures = default;
        Parallel.Invoke(
            () => components = FaceComponents.Find(mesh, adjacency).Count,
            () => fans = VertexFans.Count(mesh, adjacency),
            () => measures = Measure(mesh));

        return new MeshReport(
            Closed: mesh.FaceCount > 0 && adjacency.BoundaryEdgeCount == 0 && adjacency.NonManifoldEdges.Count == 0 && measures.RepeatedVertex < mesh.FaceCount,
            Manifold: adjacency.NonManifoldEdges.Count == 0 && fans.NonManifoldVertices == 0,
            Oriented: adjacency.MisorientedEdgeCount == 0 && adjacency.NonManifoldEdges.All(edge => IsBalanced(mesh, edge)),
            DegenerateFaces: measures.Degenerate,
            DuplicateFaces: adjacency.DuplicateFaceCount)
        {
            Vertices = fans.UsedVertices,
            Faces = mesh.FaceCount,
            Edges = adjacency.EdgeCount,
            BoundaryEdges = adjacency.BoundaryEdgeCount,
            NonManifoldEdges = adjacency.NonManifoldEdges.Count,
            NonManifoldVertices = fans.NonManifoldVertices,
            Components = components - measures.RepeatedVertex,
            EulerCharacteristic = fans.UsedVertices - adjacency.EdgeCount + mesh.FaceCount - measures.RepeatedVertex,
            Area = measures.Area,
            SignedVolume = measures.Volume,
        };
    }

    private static void RequireIndicesInRange(TriangleMesh mesh)
    {
        foreach (var index in mesh.Indices)
        {
            if ((uint)index >= (uint)mesh.VertexCount)
                throw new ArgumentException($"A face names vertex {index}; the mesh has {mesh.VertexCount} vertices.", nameof(mesh));
        }
    }

    // An edge with many faces is passed as often in one direction as in the other.
    private static bool IsBalanced(TriangleMesh mesh, int[] edge) =>
        2 * edge.Count(halfEdge => mesh.Indices[halfEdge] == mesh.Indices[edge[0]]) == edge.Length;

    // Chunks of fixed size, added up in order, so that rounding is the same whatever the number of threads.
    private static Measures Measure(TriangleMesh mesh)
    {
        var chunks = new Measures[(mesh.FaceCount + FacesPerChunk - 1) / FacesPerChunk];
        Parallel.For(0, chunks.Length, chunk =>
        {
            var sum = default(Measures);
            for (int face = chunk * FacesPerChunk, end = Math.Min(face + FacesPerChunk, mesh.FaceCount); face < end; face++)
                sum.Add(mesh, face);
            chunks[chunk] = sum;
        });
        var total = default(Measures);
        foreach (var chunk in chunks)
            total.Add(chunk);
        return total;
    }

    private struct Measures
    {
        public double Area;
        public double Volume;
        public int Degenerate;
        public int RepeatedVertex;

        public void Add(in Measures other)
        {
            Area += other.Area;
            Volume += other.Volume;
            Degenerate += other.Degenerate;
            RepeatedVertex += other.RepeatedVertex;
        }

        public void Add(TriangleMesh mesh, int face)
        {
            int i = mesh.Indices[3 * face], j = mesh.Indices[3 * face + 1], k = mesh.Indices[3 * face + 2];
            Vector3 a = mesh.Positions[i], b = mesh.Positions[j], c = mesh.Positions[k];

            // In double: differences of nearby floats are exact there, so "no area" is not a matter of rounding.
            double ux = (double)b.X - a.X, uy = (double)b.Y - a.Y, uz = (double)b.Z - a.Z;
            double vx = (double)c.X - a.X, vy = (double)c.Y - a.Y, vz = (double)c.Z - a.Z;
            double nx = uy * vz - uz * vy, ny = uz * vx - ux * vz, nz = ux * vy - uy * vx;
            var twice = Math.Sqrt(nx * nx + ny * ny + nz * nz);
            var repeated = i == j || j == k || k == i;
            RepeatedVertex += repeated ? 1 : 0;
            Degenerate += repeated || !(twice > 0) ? 1 : 0;
            Area += twice / 2;
            Volume += (a.X * nx + a.Y * ny + a.Z * nz) / 6;
        }
    }
}
