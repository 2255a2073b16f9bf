using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.MeshFiles;

namespace Hunyuan3D.Inference.TexGen.GivenMeshes;

/// <summary>
/// A given mesh as the texture engines want it: its bounding box around the origin, 1.9 units along its longest side. <see cref="Restore"/> puts
/// the textured mesh back where the given one was.
/// </summary>
public sealed class PreparedMesh
{
    private const double LongestSide = 1.9;

    private readonly Vector3[] _original; // [vertices of Mesh] in the file's own size and place

    private PreparedMesh(TriangleMesh mesh, UvMesh? uvs, Vector3[] original) => (Mesh, Uvs, _original) = (mesh, uvs, original);

    public TriangleMesh Mesh { get; }

    /// <summary>The mesh's own layout where it is to be kept; otherwise null.</summary>
    public UvMesh? Uvs { get; }

    /// <summary>Whether a mesh can be prepared so; as <see cref="Create"/>, without the work.</summary>
    /// <exception cref="StageInputException">The UVs are to be kept and cannot be.</exception>
    public static void Check(GivenMesh given, bool keepUvs, string field, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (keepUvs) OwnUvs(given, field, cancellationToken);
    }

    /// <param name="maxFaces">A mesh with more faces is reduced to these, unless its UVs are kept.</param>
    /// <exception cref="StageInputException">The UVs are to be kept and cannot be.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; within a tenth of a second.</exception>
    public static PreparedMesh Create(GivenMesh given, int maxFaces, bool keepUvs, IProgress<double>? progress, CancellationToken cancellationToken, string field = "mesh")
    {
        ArgumentNullException.ThrowIfNull(given);
        var (center, scale) = Frame(given.Mesh.Positions);
        var framed = new TriangleMesh(Array.ConvertAll(given.Mesh.Positions, p => ToFrame(p, center, scale)), given.Mesh.Indices);
        if (keepUvs)
        {
            var own = OwnUvs(given, field, cancellationToken);
            var mesh = new TriangleMesh(Array.ConvertAll(own.Mesh.Positions, p => ToFrame(p, center, scale)), own.Mesh.Indices);
            return new PreparedMesh(framed, new UvMesh(mesh, own.Uvs, own.SourceVertices), given.Mesh.Positions);
        }

        var reduced = FaceReducer.Reduce(framed, maxFaces, progress, cancellationToken);
        return ReferenceEquals(reduced, framed)
            ? new PreparedMesh(framed, null, given.Mesh.Positions)
            : new PreparedMesh(reduced, null, Array.ConvertAll(reduced.Positions, p => FromFrame(p, center, scale)));
    }

    /// <summary>A mesh with the layout and texture of <paramref name="textured"/> in the size and place of the given one: exactly, where it was not reduced.</summary>
    public TexturedMesh Restore(TexturedMesh textured)
    {
        ArgumentNullException.ThrowIfNull(textured);
        var layout = textured.Geometry;
        var positions = Array.ConvertAll(layout.SourceVertices, vertex => _original[vertex]);
        return textured with { Geometry = new UvMesh(new TriangleMesh(positions, layout.Mesh.Indices), layout.Uvs, layout.SourceVertices) };
    }

    private static UvMesh OwnUvs(GivenMesh given, string field, CancellationToken cancellationToken) => given.Uvs is { } uvs
        ? UvLayoutCheck.Check(uvs, field, cancellationToken)
        : throw new StageInputException(field, $"The mesh's own UVs cannot be kept: not every vertex has some (TEXCOORD_0 of a GLB, vt of an OBJ). {UvLayoutCheck.Remedy}");

    // In double: a small thing far from the origin keeps all the digits that the file has.
    private static ((double X, double Y, double Z) Center, double Scale) Frame(Vector3[] positions)
    {
        Vector3 low = new(float.PositiveInfinity), high = new(float.NegativeInfinity);
        foreach (var position in positions) (low, high) = (Vector3.Min(low, position), Vector3.Max(high, position));
        double x = (double)high.X - low.X, y = (double)high.Y - low.Y, z = (double)high.Z - low.Z;
        return ((low.X + x / 2, low.Y + y / 2, low.Z + z / 2), LongestSide / Math.Max(x, Math.Max(y, z)));
    }

    private static Vector3 ToFrame(Vector3 p, (double X, double Y, double Z) center, double scale) =>
        new((float)((p.X - center.X) * scale), (float)((p.Y - center.Y) * scale), (float)((p.Z - center.Z) * scale));

    private static Vector3 FromFrame(Vector3 p, (double X, double Y, double Z) center, double scale) =>
        new((float)(p.X / scale + center.X), (float)(p.Y / scale + center.Y), (float)(p.Z / scale + center.Z));
}
