using System.Numerics;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>Writes the mesh with split vertices. Vertices of one chart are contiguous; those no face uses are dropped.</summary>
internal static class UvMeshAssembler
{
    public static UvMesh Assemble(UnwrapSurface surface, TriangleMesh mesh, Atlas atlas)
    {
        var collapsed = Enumerable.Range(0, surface.FaceCount).Where(surface.IsCollapsed).ToArray();
        var starts = new int[atlas.Charts.Length + 1];
        for (var i = 0; i < atlas.Charts.Length; i++)
            starts[i + 1] = starts[i] + atlas.Charts[i].Chart.Vertices.Length + 3 * atlas.Collapsed[i].Length;
        var count = starts[^1] + 3 * collapsed.Length;
        var (sources, uvs, indices) = (new int[count], new Vector2[count], new int[mesh.Indices.Length]);
        Parallel.For(0, atlas.Charts.Length, i =>
        {
            var chart = atlas.Charts[i].Chart;
            var next = starts[i];
            for (var v = 0; v < chart.Vertices.Length; v++, next++)
                (sources[next], uvs[next]) = (chart.Vertices[v], new Vector2(ToUv(atlas.U[i][v]), ToUv(atlas.V[i][v])));
            for (var c = 0; c < chart.Corners.Length; c++)
                indices[3 * chart.Faces[c / 3] + c % 3] = starts[i] + chart.Corners[c];
            foreach (var face in atlas.Collapsed[i])
                Collapse(chart.Faces[face], uvs[starts[i] + chart.Corners[3 * face]], ref next);
        });

        // A collapsed face takes the UV of a neighbour at any of its vertices, so that it at least has the right colour.
        var uvOf = new Dictionary<int, Vector2>();
        foreach (var face in collapsed)
        {
            for (var c = 3 * face; c < 3 * face + 3; c++)
                uvOf[mesh.Indices[c]] = new Vector2(-1);
        }

        for (var v = 0; collapsed.Length > 0 && v < starts[^1]; v++)
        {
            if (uvOf.TryGetValue(sources[v], out var uv) && uv.X < 0)
                uvOf[sources[v]] = uvs[v];
        }

        var end = starts[^1];
        foreach (var face in collapsed)
        {
            var corners = mesh.Indices.AsSpan(3 * face, 3);
            var uv = uvs[0];
            foreach (var corner in corners)
                uv = uvOf[corner].X >= 0 ? uvOf[corner] : uv;
            Collapse(face, uv, ref end);
        }

        return new UvMesh(new TriangleMesh(Array.ConvertAll(sources, v => mesh.Positions[v]), indices), uvs, sources);

        void Collapse(int face, Vector2 uv, ref int next)
        {
            for (var c = 3 * face; c < 3 * face + 3; c++, next++)
                (sources[next], uvs[next], indices[c]) = (mesh.Indices[c], uv, next);
        }
    }

    private static float ToUv(int lattice) => lattice / (float)UvLattice.Size;
}
