using System.Numerics;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// Fills a texture at the mesh's vertices: vertices on painted texels take their colour, the others the mean of their coloured neighbours by inverse
/// squared distance, again and again until nothing changes; then every coloured vertex paints its texel.
/// <para>
/// The order is part of the result and kept: faces in order, corners in order; a corner's neighbour is the next corner of the same face only; an
/// uncoloured vertex stands in the list once per corner; a colour counts from the moment it is set, and vertices of the list are averaged again in
/// each pass. Hence sequential. Vertices split at chart borders are not neighbours.
/// </para>
/// Source: Hunyuan3D-2, <c>mesh_processor.py</c>, <c>meshVerticeInpaint_smooth</c>. Cost: linear in corners per pass.
/// </summary>
internal static class VertexColorPropagator
{
    private const float ShortestDistance = 1e-4f;

    /// <param name="positions">[vertices]; only distances matter, but their unit does (see <see cref="MeshNormalizer"/>): distances below 1e-4 count as that.</param>
    /// <param name="uvs">[vertices], v upwards.</param>
    /// <param name="colours">[size * size], row 0 is v = 1; written at vertices.</param>
    /// <param name="painted">[size * size]; set where a vertex painted.</param>
    public static void Propagate(Vector3[] positions, Vector2[] uvs, int[] indices, int size, Vector3[] colours, bool[] painted)
    {
        var texels = Array.ConvertAll(uvs, uv => Texel(uv, size));
        var coloured = new bool[positions.Length];
        var vertexColours = new Vector3[positions.Length];
        var waiting = new List<int>();
        foreach (var vertex in indices)
        {
            if (painted[texels[vertex]])
            {
                coloured[vertex] = true;
                vertexColours[vertex] = colours[texels[vertex]];
            }
            else
            {
                waiting.Add(vertex);
            }
        }

        Spread(positions, NextCorners.Of(indices, positions.Length), waiting, coloured, vertexColours);

        foreach (var vertex in indices)
        {
            if (!coloured[vertex])
                continue;
            colours[texels[vertex]] = vertexColours[vertex];
            painted[texels[vertex]] = true;
        }
    }

    private static void Spread(Vector3[] positions, NextCorners next, List<int> waiting, bool[] coloured, Vector3[] colours)
    {
        // Upstream's stop rule: the number of vertices that found no colour must stay the same a few passes longer than it changed.
        var (patience, before) = (2, 0);
        while (patience > 0)
        {
            var stuck = 0;
            foreach (var vertex in waiting)
            {
                var (sum, total) = (Vector3.Zero, 0f);
                foreach (var neighbour in next[vertex])
                {
                    if (!coloured[neighbour])
                        continue;
                    var weight = 1 / MathF.Max(Vector3.Distance(positions[vertex], positions[neighbour]), ShortestDistance);
                    weight *= weight;
                    sum += colours[neighbour] * weight;
                    total += weight;
                }

                if (total > 0)
                    (colours[vertex], coloured[vertex]) = (sum / total, true);
                else
                    stuck++;
            }

            patience += stuck == before ? -1 : 1;
            before = stuck;
        }
    }

    /// <summary>The texel nearest to a UV, halves to even.</summary>
    private static int Texel(Vector2 uv, int size)
    {
        var column = (int)MathF.Round(uv.X * (size - 1), MidpointRounding.ToEven);
        var row = (int)MathF.Round((1 - uv.Y) * (size - 1), MidpointRounding.ToEven);
        return (Math.Clamp(row, 0, size - 1) * size) + Math.Clamp(column, 0, size - 1);
    }

    /// <summary>For every vertex, the corners that follow it in its faces, in face order; one array for all.</summary>
    private sealed class NextCorners
    {
        private readonly int[] _starts;
        private readonly int[] _vertices;

        private NextCorners(int[] starts, int[] vertices) => (_starts, _vertices) = (starts, vertices);

        public ReadOnlySpan<int> this[int vertex] => _vertices.AsSpan(_starts[vertex], _starts[vertex + 1] - _starts[vertex]);

        public static NextCorners Of(int[] indices, int vertexCount)
        {
            var starts = new int[vertexCount + 1];
            foreach (var vertex in indices)
                starts[vertex + 1]++;
            for (var i = 0; i < vertexCount; i++)
                starts[i + 1] += starts[i];
            var (cursors, vertices) = (starts.ToArray(), new int[indices.Length]);
            for (var i = 0; i < indices.Length; i++)
                vertices[cursors[indices[i]]++] = indices[i % 3 == 2 ? i - 2 : i + 1];
            return new NextCorners(starts, vertices);
        }
    }
}
