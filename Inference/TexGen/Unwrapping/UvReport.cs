using System.Numerics;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>How good an unwrap is, measured on its result alone.</summary>
/// <param name="Charts">Parts that hang together by shared vertices; collapsed faces are not counted.</param>
/// <param name="Coverage">The part of the atlas that faces cover, 0 to 1.</param>
/// <param name="L2Stretch">
/// Root mean square over the surface of the lengths that a unit UV step gets on it, relative to uniform density (Sander et al., Texture Mapping
/// Progressive Meshes, 2001): 1 is perfect.
/// </param>
/// <param name="LInfStretch">The greatest of those lengths: a texel is nowhere longer than this many mean texels. Faces smaller than a texel do not count.</param>
/// <param name="SeamLength">Length of the surface edges where two faces meet but their UVs do not, in mesh units.</param>
/// <param name="CollapsedFaces">Faces without UV area.</param>
internal sealed record UvReport(int Charts, double Coverage, double L2Stretch, double LInfStretch, double SeamLength, int CollapsedFaces)
{
    public static UvReport Measure(UvMesh unwrapped, int textureSize)
    {
        var (mesh, uvs) = (unwrapped.Mesh, unwrapped.Uvs);
        double areaUv = 0, area = 0, squares = 0, longest = 0;
        var faces = new FaceStretch[mesh.FaceCount];
        var collapsed = 0;
        var parts = new DisjointSets(mesh.VertexCount);
        var laidOut = new bool[mesh.VertexCount];
        for (var f = 0; f < mesh.FaceCount; f++)
        {
            var (a, b, c) = (mesh.Indices[3 * f], mesh.Indices[3 * f + 1], mesh.Indices[3 * f + 2]);
            var face = FaceStretch.Measure(mesh.Positions[a], mesh.Positions[b], mesh.Positions[c], uvs[a].X, uvs[a].Y, uvs[b].X, uvs[b].Y, uvs[c].X, uvs[c].Y);
            if (face.UvArea == 0)
            {
                collapsed++;
                continue;
            }

            parts.Join(a, b);
            parts.Join(b, c);
            (laidOut[a], laidOut[b], laidOut[c]) = (true, true, true);
            (areaUv, area) = (areaUv + face.UvArea, area + face.Area);
            squares += face.Area * (face.Longest * face.Longest + face.Shortest * face.Shortest) / 2;
            faces[f] = face;
        }

        var density = Math.Sqrt(areaUv / area);
        foreach (var face in faces)
        {
            if (face.Area * density * density * textureSize * textureSize >= 1)
                longest = Math.Max(longest, face.Longest);
        }

        var charts = Enumerable.Range(0, mesh.VertexCount).Count(v => laidOut[v] && parts.Find(v) == v);
        return new UvReport(charts, areaUv, Math.Sqrt(squares / area) * density, longest * density, Seams(unwrapped), collapsed);
    }

    private static double Seams(UvMesh unwrapped)
    {
        var indices = unwrapped.Mesh.Indices;
        var opposite = FaceAdjacency.Build(
            Array.ConvertAll(indices, v => unwrapped.SourceVertices[v]), unwrapped.SourceVertices.Max() + 1, normals: null, CancellationToken.None);
        var length = 0.0;
        for (var h = 0; h < opposite.Length; h++)
        {
            var o = opposite[h];
            if (o > h && (indices[h] != indices[FaceAdjacency.Next(o)] || indices[FaceAdjacency.Next(h)] != indices[o]))
                length += Vector3.Distance(unwrapped.Mesh.Positions[indices[h]], unwrapped.Mesh.Positions[indices[FaceAdjacency.Next(h)]]);
        }

        return length;
    }
}
