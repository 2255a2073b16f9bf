using System.Numerics;
using System.Runtime.InteropServices;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.MeshFiles.Gltf;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Inference.MeshFiles;

/// <summary>
/// Reads mesh files that nobody vouches for: GLB, Wavefront OBJ and binary STL, told apart by their content. Axes are taken as glTF has them: Y up, the front
/// towards +Z. Time and memory are bounded by the limits: about 2 s and 1 GB for 4 million faces.
/// </summary>
public static class MeshFileReader
{
    /// <summary>What may be sent, for messages.</summary>
    public const string Formats = "GLB, OBJ or binary STL";

    // Below this share of its extent squared, a mesh's area is rounding.
    private const double LeastArea = 1e-9;

    /// <param name="limits">Null: the defaults.</param>
    /// <param name="field">The request's field, for messages.</param>
    /// <exception cref="StageInputException">The file is no mesh, broken, too large or not supported; the message says which.</exception>
    public static GivenMesh Read(ReadOnlyMemory<byte> file, GlbLimits? limits = null, string field = "mesh")
    {
        limits ??= new GlbLimits();
        var geometry = Parse(file, limits, field);
        var (sources, places) = WeldedMesh.ByPosition(geometry.Positions.ToArray());
        var corners = Corners(geometry.Indices, sources);
        if (corners.Length == 0)
            throw new StageInputException(field, $"The mesh has no surface: all of its {geometry.FaceCount} faces have two corners at one place.");
        var mesh = Compact(corners, sources, places, out var used);
        CheckArea(mesh, field);
        return new GivenMesh(mesh, geometry.UvCount == geometry.VertexCount ? WithUvs(geometry, mesh, corners, used, sources) : null);
    }

    private static MeshGeometry Parse(ReadOnlyMemory<byte> file, GlbLimits limits, string field)
    {
        var bytes = file.Span;
        if (GlbContainer.IsGlb(bytes)) return GlbGeometryReader.Read(file, limits, field);
        if (StlGeometryReader.IsStl(bytes)) return StlGeometryReader.Read(bytes, limits, field);
        if (IsObj(bytes)) return ObjGeometryReader.Read(bytes, limits, field);
        var seen = bytes.StartsWith("ply"u8) ? "a PLY" : bytes.StartsWith("solid"u8) ? "a text STL" : bytes.TrimStart(" \r\n\t"u8).StartsWith("{"u8) ? "a glTF in JSON" : $"{bytes.Length} bytes of something else";
        throw new StageInputException(field, $"The file is {seen}; expected {Formats}.");
    }

    // Text with a line that adds a vertex.
    private static bool IsObj(ReadOnlySpan<byte> file) =>
        !file[..Math.Min(file.Length, 1024)].Contains((byte)0) && (file.StartsWith("v "u8) || file.IndexOf("\nv "u8) >= 0 || file.IndexOf("\nv\t"u8) >= 0);

    // The corners of the faces whose three places differ.
    private static int[] Corners(List<int> indices, int[] sources)
    {
        var corners = new List<int>(indices.Count);
        var all = CollectionsMarshal.AsSpan(indices);
        for (var i = 0; i < all.Length; i += 3)
        {
            var (a, b, c) = (sources[all[i]], sources[all[i + 1]], sources[all[i + 2]]);
            if (a != b && b != c && c != a) corners.AddRange(all.Slice(i, 3));
        }

        return [.. corners];
    }

    /// <param name="used">[places]: the vertex of a place, -1 where no face has a corner.</param>
    private static TriangleMesh Compact(int[] corners, int[] sources, Vector3[] places, out int[] used)
    {
        used = new int[places.Length];
        Array.Fill(used, -1);
        foreach (var corner in corners) used[sources[corner]] = 0;
        var positions = new List<Vector3>(places.Length);
        for (var place = 0; place < places.Length; place++)
        {
            if (used[place] < 0) continue;
            used[place] = positions.Count;
            positions.Add(places[place]);
        }

        var indices = new int[corners.Length];
        for (var i = 0; i < corners.Length; i++) indices[i] = used[sources[corners[i]]];
        return new TriangleMesh([.. positions], indices);
    }

    // The file's vertices in the order in which faces use them.
    private static UvMesh WithUvs(MeshGeometry geometry, TriangleMesh mesh, int[] corners, int[] used, int[] sources)
    {
        var known = new int[sources.Length];
        Array.Fill(known, -1);
        var (uvs, origins, indices) = (new List<Vector2>(), new List<int>(), new int[corners.Length]);
        for (var i = 0; i < corners.Length; i++)
        {
            ref var vertex = ref known[corners[i]];
            if (vertex < 0)
            {
                vertex = uvs.Count;
                uvs.Add(geometry.Uvs[corners[i]]);
                origins.Add(used[sources[corners[i]]]);
            }

            indices[i] = vertex;
        }

        return new UvMesh(new TriangleMesh([.. origins.Select(origin => mesh.Positions[origin])], indices), [.. uvs], [.. origins]);
    }

    private static void CheckArea(TriangleMesh mesh, string field)
    {
        Vector3 low = new(float.PositiveInfinity), high = new(float.NegativeInfinity);
        double area = 0;
        for (var i = 0; i < mesh.Indices.Length; i += 3)
        {
            Vector3 a = mesh.Positions[mesh.Indices[i]], b = mesh.Positions[mesh.Indices[i + 1]], c = mesh.Positions[mesh.Indices[i + 2]];
            (low, high) = (Vector3.Min(low, Vector3.Min(a, Vector3.Min(b, c))), Vector3.Max(high, Vector3.Max(a, Vector3.Max(b, c))));
            double ux = (double)b.X - a.X, uy = (double)b.Y - a.Y, uz = (double)b.Z - a.Z, vx = (double)c.X - a.X, vy = (double)c.Y - a.Y, vz = (double)c.Z - a.Z;
            double nx = uy * vz - uz * vy, ny = uz * vx - ux * vz, nz = ux * vy - uy * vx;
            area += Math.Sqrt(nx * nx + ny * ny + nz * nz) / 2;
        }

        double x = (double)high.X - low.X, y = (double)high.Y - low.Y, z = (double)high.Z - low.Z;
        if (!(area > LeastArea * (x * x + y * y + z * z)))
            throw new StageInputException(field, $"The mesh has no surface: its {mesh.FaceCount} faces of {Math.Sqrt(x * x + y * y + z * z):g3} units across have no area.");
    }
}
