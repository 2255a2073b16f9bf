using System.Numerics;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>A checked mesh with what every step of the unwrap asks of it: adjacency, face normals, areas. Read-only after creation.</summary>
internal sealed class UnwrapSurface
{
    /// <summary>A face whose height is under this fraction of the atlas side is <see cref="IsCollapsed"/>: two steps of the UV lattice.</summary>
    private const double SmallestHeight = 2.0 / UvLattice.Size;

    private const int FacesPerBlock = 1 << 13;

    private readonly bool[] _collapsed;

    private UnwrapSurface(TriangleMesh mesh, int[] opposite, Vector3[] normals, double[] areas, bool[] collapsed)
    {
        (Positions, Indices, Opposite, Normals, Areas, _collapsed) = (mesh.Positions, mesh.Indices, opposite, normals, areas, collapsed);
        TotalArea = areas.Sum();
    }

    public Vector3[] Positions { get; }

    /// <summary>[faces * 3].</summary>
    public int[] Indices { get; }

    /// <summary>[faces * 3]: see <see cref="FaceAdjacency.Build"/>; collapsed faces are nobody's neighbour.</summary>
    public int[] Opposite { get; }

    /// <summary>[faces], unit length; zero for collapsed faces.</summary>
    public Vector3[] Normals { get; }

    /// <summary>[faces] in square units.</summary>
    public double[] Areas { get; }

    public double TotalArea { get; }

    public int FaceCount => Areas.Length;

    public double EdgeLength(int halfEdge) =>
        (Double3.From(Positions[Indices[FaceAdjacency.Next(halfEdge)]]) - Double3.From(Positions[Indices[halfEdge]])).Length;

    /// <summary>The face has no area that an atlas could resolve; all its corners get one UV.</summary>
    public bool IsCollapsed(int face) => _collapsed[face];

    /// <exception cref="StageInputException">The mesh has no face, no area, an index without a vertex, or a position that is no finite number.</exception>
    public static UnwrapSurface Create(TriangleMesh mesh, CancellationToken cancellationToken)
    {
        Check(mesh);
        var faces = mesh.FaceCount;
        var (normals, areas, heights) = (new Vector3[faces], new double[faces], new double[faces]);
        ForBlocks(faces, f => (normals[f], areas[f], heights[f]) = Measure(mesh, f), cancellationToken);
        var total = areas.Sum();
        if (!(total > 0))
            throw new StageInputException("mesh", "The mesh has no area: every face is a line or a point. Expected a surface; check the shape stage's output.");

        var smallest = SmallestHeight * Math.Sqrt(total);
        var collapsed = new bool[faces];
        ForBlocks(faces, f => collapsed[f] = heights[f] < smallest, cancellationToken);
        if (Array.TrueForAll(collapsed, c => c))
            throw new StageInputException("mesh", "Every face of the mesh is too thin for a texture. Expected a surface; check the shape stage's output.");

        var opposite = FaceAdjacency.Build(mesh.Indices, mesh.VertexCount, normals, cancellationToken);
        ForBlocks(faces, f =>
        {
            if (collapsed[f])
                normals[f] = Vector3.Zero;
            for (var h = 3 * f; h < 3 * f + 3; h++)
            {
                if (opposite[h] >= 0 && (collapsed[f] || collapsed[opposite[h] / 3]))
                    opposite[h] = -1;
            }
        }, cancellationToken);
        return new UnwrapSurface(mesh, opposite, normals, areas, collapsed);
    }

    private static void Check(TriangleMesh mesh)
    {
        if (mesh.FaceCount == 0)
            throw new StageInputException("mesh", "The mesh has no faces. Expected at least one triangle; check the shape stage's output.");
        for (var v = 0; v < mesh.VertexCount; v++)
        {
            var p = mesh.Positions[v];
            if (!float.IsFinite(p.X) || !float.IsFinite(p.Y) || !float.IsFinite(p.Z))
                throw new StageInputException("mesh", $"Vertex {v} is {p}. Expected finite coordinates; check the shape stage's output.");
        }

        foreach (var vertex in mesh.Indices)
        {
            if ((uint)vertex >= (uint)mesh.VertexCount)
                throw new StageInputException("mesh", $"A face names vertex {vertex}. Expected 0 to {mesh.VertexCount - 1}.");
        }
    }

    private static (Vector3 Normal, double Area, double Height) Measure(TriangleMesh mesh, int face)
    {
        var a = Double3.From(mesh.Positions[mesh.Indices[3 * face]]);
        var b = Double3.From(mesh.Positions[mesh.Indices[3 * face + 1]]);
        var c = Double3.From(mesh.Positions[mesh.Indices[3 * face + 2]]);
        var cross = (b - a).Cross(c - a);
        var doubled = cross.Length;
        if (!(doubled > 0))
            return default;
        var longest = Math.Max((b - a).Length, Math.Max((c - b).Length, (a - c).Length));
        return ((cross * (1 / doubled)).ToSingle(), doubled / 2, doubled / longest);
    }

    private static void ForBlocks(int faces, Action<int> body, CancellationToken cancellationToken) =>
        Parallel.For(0, (faces + FacesPerBlock - 1) / FacesPerBlock, new ParallelOptions { CancellationToken = cancellationToken }, block =>
        {
            var end = Math.Min(faces, (block + 1) * FacesPerBlock);
            for (var f = block * FacesPerBlock; f < end; f++)
                body(f);
        });
}
