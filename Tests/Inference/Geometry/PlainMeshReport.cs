using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Tests.Inference.Geometry;

/// <summary>The plain way to <see cref="MeshInvariants"/>: dictionaries of edges, and graphs searched step by step.</summary>
internal sealed record PlainMeshReport(bool Closed, bool Manifold, bool Oriented, int Edges, int BoundaryEdges, int NonManifoldEdges, int Components, int NonManifoldVertices, int Duplicates)
{
    public static PlainMeshReport Of(TriangleMesh mesh)
    {
        var faces = mesh.Indices.Chunk(3).Where(face => face.Distinct().Count() == 3).ToArray();
        var facesOfEdge = new Dictionary<(int, int), List<int>>();
        var balance = new Dictionary<(int, int), int>();
        for (var f = 0; f < faces.Length; f++)
        {
            for (var c = 0; c < 3; c++)
            {
                int a = faces[f][c], b = faces[f][(c + 1) % 3];
                var edge = (Math.Min(a, b), Math.Max(a, b));
                if (!facesOfEdge.TryGetValue(edge, out var list))
                    facesOfEdge[edge] = list = [];
                list.Add(f);
                balance[edge] = balance.GetValueOrDefault(edge) + (a < b ? 1 : -1);
            }
        }

        var shared = facesOfEdge.Where(edge => edge.Value.Count > 1).ToArray();
        var facesOfVertex = Enumerable.Range(0, faces.Length).SelectMany(f => faces[f].Select(vertex => (vertex, f))).ToLookup(pair => pair.vertex, pair => pair.f);
        var edgesOfVertex = facesOfEdge.SelectMany(edge => new[] { (vertex: edge.Key.Item1, edge.Value), (vertex: edge.Key.Item2, edge.Value) }).ToLookup(pair => pair.vertex, pair => pair.Value);
        var badVertices = facesOfVertex.Count(vertex => edgesOfVertex[vertex.Key].Any(list => list.Count > 2) || Pieces(vertex.ToArray(), edgesOfVertex[vertex.Key]) > 1);
        return new PlainMeshReport(
            faces.Length > 0 && facesOfEdge.Values.All(list => list.Count == 2),
            facesOfEdge.Values.All(list => list.Count <= 2) && badVertices == 0,
            shared.All(edge => balance[edge.Key] == 0),
            facesOfEdge.Count,
            facesOfEdge.Values.Count(list => list.Count == 1),
            facesOfEdge.Values.Count(list => list.Count > 2),
            Pieces([.. Enumerable.Range(0, faces.Length)], facesOfEdge.Values),
            badVertices,
            faces.Length - faces.Select(face => string.Join(",", face.Order())).Distinct().Count());
    }

    // Components of the faces, linked by the lists: a search from every face that was not reached yet.
    private static int Pieces(int[] faces, IEnumerable<List<int>> links)
    {
        var neighbours = links.SelectMany(list => list.Select(face => (face, list))).ToLookup(pair => pair.face, pair => pair.list);
        var reached = new HashSet<int>();
        var pieces = 0;
        foreach (var start in faces)
        {
            if (!reached.Add(start))
                continue;
            pieces++;
            var open = new Stack<int>([start]);
            while (open.TryPop(out var face))
            {
                foreach (var next in neighbours[face].SelectMany(list => list).Where(reached.Add))
                    open.Push(next);
            }
        }

        return pieces;
    }
}
