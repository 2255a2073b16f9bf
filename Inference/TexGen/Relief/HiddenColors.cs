using System.Numerics;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Inference.TexGen.Relief;

/// <summary>
/// Colours for the parts of a surface that no picture shows: painted vertices keep theirs, all others take the smoothest continuation along the mesh's edges
/// (nearest painted vertex first, then the harmonic function by relaxation). It works on the mesh before it was cut into charts, so it leaves no seams.
/// </summary>
internal static class HiddenColors
{
    private const int Sweeps = 40;

    /// <param name="colors">[vertices] RGB; those not painted are overwritten.</param>
    /// <param name="painted">[vertices].</param>
    public static void Fill(TriangleMesh mesh, Vector3[] colors, bool[] painted)
    {
        var mean = Mean(colors, painted);
        var (starts, neighbours) = Neighbours(mesh);
        var order = new List<int>();
        var reached = (bool[])painted.Clone();
        var queue = new Queue<int>(Enumerable.Range(0, painted.Length).Where(vertex => painted[vertex]));
        while (queue.TryDequeue(out var vertex))
        {
            foreach (var next in neighbours.AsSpan(starts[vertex]..starts[vertex + 1]))
            {
                if (reached[next]) continue;
                reached[next] = true;
                colors[next] = colors[vertex];
                order.Add(next);
                queue.Enqueue(next);
            }
        }

        // Pieces of the mesh that no picture shows at all.
        for (var vertex = 0; vertex < colors.Length; vertex++)
        {
            if (!reached[vertex]) colors[vertex] = mean;
        }

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (var vertex in order)
            {
                var sum = Vector3.Zero;
                var around = neighbours.AsSpan(starts[vertex]..starts[vertex + 1]);
                foreach (var neighbour in around) sum += colors[neighbour];
                colors[vertex] = sum / around.Length;
            }
        }
    }

    private static Vector3 Mean(Vector3[] colors, bool[] painted)
    {
        var sum = Vector3.Zero;
        var count = 0;
        for (var i = 0; i < colors.Length; i++)
        {
            if (!painted[i]) continue;
            sum += colors[i];
            count++;
        }

        return count > 0 ? sum / count : new Vector3(128);
    }

    // [vertices + 1] first neighbour of each vertex, and the neighbours; those over an edge of two faces stand there twice, which weights all alike.
    private static (int[] Starts, int[] Neighbours) Neighbours(TriangleMesh mesh)
    {
        var starts = new int[mesh.VertexCount + 2];
        foreach (var index in mesh.Indices) starts[index + 2] += 2;
        for (var i = 2; i < starts.Length; i++) starts[i] += starts[i - 1];
        var neighbours = new int[mesh.Indices.Length * 2];
        for (var i = 0; i < mesh.Indices.Length; i += 3)
        {
            int a = mesh.Indices[i], b = mesh.Indices[i + 1], c = mesh.Indices[i + 2];
            (neighbours[starts[a + 1]++], neighbours[starts[a + 1]++]) = (b, c);
            (neighbours[starts[b + 1]++], neighbours[starts[b + 1]++]) = (c, a);
            (neighbours[starts[c + 1]++], neighbours[starts[c + 1]++]) = (a, b);
        }

        return (starts[..^1], neighbours);
    }
}
