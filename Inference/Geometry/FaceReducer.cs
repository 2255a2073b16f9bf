using System.Numerics;
using System.Runtime.InteropServices;
using Hunyuan3D.Inference.Geometry.Reduction;

namespace Hunyuan3D.Inference.Geometry;

/// <summary>
/// Reduces a mesh to a number of faces by collapsing edges in the order of the quadric error that they cause (Garland &amp; Heckbert,
/// "Surface Simplification Using Quadric Error Metrics", 1997), with the settings of upstream's clean-up: quadrics weighted by area, the
/// best place for the new vertex, boundary kept, topology kept, no face turned over.
/// <para>
/// Where ours differs: large meshes are reduced in cells, in parallel, up to a common cost, and then as a whole (<see cref="FaceReduction"/>);
/// costs are ordered in steps of 4.5 % (<see cref="CollapseQueue"/>); the turn of a normal and the quality of a face are limits, not factors
/// of the cost. On smooth isosurfaces neither changes the error measurably. Time is about linear: 0.4 µs a removed face on one core.
/// </para>
/// </summary>
internal static class FaceReducer
{
    /// <summary>
    /// Returns the mesh itself when it has at most <paramref name="maxFaces"/> faces, and otherwise a new one.
    /// <list type="bullet">
    /// <item>A closed manifold mesh stays closed and manifold, with its genus, components and orientation; the result has
    /// <paramref name="maxFaces"/> faces or one less.</item>
    /// <item>Vertices on a boundary or at a non-manifold place stay where they are, with all faces that only they span.</item>
    /// <item>When the count is out of reach so, the result has the fewest faces at which no edge between two other vertices can be collapsed
    /// without changing the topology: 4 for every component like a sphere, about 14 for one like a torus. A component never disappears.
    /// On the way there normals may turn further and faces get thinner than they otherwise may.</item>
    /// <item>Dropped when anything is reduced: faces with a corner that is not finite or that occurs twice, and vertices without faces.</item>
    /// </list>
    /// The result depends on nothing but the mesh and <paramref name="maxFaces"/>, not on the number of threads.
    /// </summary>
    /// <param name="maxFaces">At least 1.</param>
    /// <param name="progress">Share done, 0 to 1, never falling; called from several threads, one at a time. Null: nobody watches.</param>
    /// <exception cref="ArgumentException">An index points outside the vertices.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; within some milliseconds.</exception>
    public static TriangleMesh Reduce(TriangleMesh mesh, int maxFaces, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Reduce(mesh, maxFaces, new ReductionSettings(), progress, cancellationToken);

    internal static TriangleMesh Reduce(
        TriangleMesh mesh, int maxFaces, ReductionSettings settings, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxFaces, 1);
        if (mesh.FaceCount <= maxFaces)
            return mesh;
        CheckIndices(mesh);
        using var reduction = new FaceReduction(maxFaces, settings, new ReductionProgress(progress, mesh.FaceCount - maxFaces), cancellationToken);
        return reduction.Run(mesh);
    }

    private static void CheckIndices(TriangleMesh mesh)
    {
        var indices = MemoryMarshal.Cast<int, uint>(mesh.Indices);
        var highest = Vector<uint>.Zero;
        var i = 0;
        for (; i <= indices.Length - Vector<uint>.Count; i += Vector<uint>.Count)
            highest = Vector.Max(highest, new Vector<uint>(indices[i..]));
        var found = 0u;
        for (var lane = 0; lane < Vector<uint>.Count; lane++)
            found = Math.Max(found, highest[lane]);
        for (; i < indices.Length; i++)
            found = Math.Max(found, indices[i]);
        if (found >= mesh.VertexCount)
            throw new ArgumentException($"A face points to vertex {(int)found}, but the mesh has {mesh.VertexCount} vertices.", nameof(mesh));
    }
}
