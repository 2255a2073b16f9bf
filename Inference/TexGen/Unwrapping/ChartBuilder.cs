namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Makes charts of groups of faces. Holds scratch of the size of the mesh, so that making a chart costs time and memory of the chart only;
/// one builder serves one thread.
/// </summary>
internal sealed class ChartBuilder(UnwrapSurface surface)
{
    private readonly int[] _local = new int[surface.Positions.Length];
    private readonly int[] _faceMark = new int[surface.FaceCount];
    private readonly int[] _faceIndex = new int[surface.FaceCount];
    private int _mark;

    public UnwrapSurface Surface => surface;

    /// <summary>The faces projected along their mean normal.</summary>
    public Chart Project(ReadOnlySpan<int> faces)
    {
        var (vertices, corners) = Number(faces);
        var (axisX, axisY, _) = Frame(MeanNormal(faces));
        var origin = Double3.From(surface.Positions[vertices[0]]);
        var (x, y) = (new double[vertices.Length], new double[vertices.Length]);
        for (var v = 0; v < vertices.Length; v++)
        {
            var p = Double3.From(surface.Positions[vertices[v]]) - origin;
            (x[v], y[v]) = (p.Dot(axisX), p.Dot(axisY));
        }

        return new Chart(faces.ToArray(), vertices, corners, x, y);
    }

    /// <summary>The part of a chart that holds the given of its faces, at the same place; a single face lies flat in its own plane instead.</summary>
    public Chart Part(Chart chart, ReadOnlySpan<int> localFaces)
    {
        if (localFaces.Length == 1)
            return Project([chart.Faces[localFaces[0]]]);
        // By the chart's vertices and not the surface's: a net has a vertex of the surface at several places.
        var number = new int[chart.Vertices.Length];
        var (faces, corners, kept) = (new int[localFaces.Length], new int[localFaces.Length * 3], new List<int>());
        for (var i = 0; i < corners.Length; i++)
        {
            faces[i / 3] = chart.Faces[localFaces[i / 3]];
            ref var local = ref number[chart.Corners[3 * localFaces[i / 3] + i % 3]];
            if (local == 0)
            {
                kept.Add(chart.Corners[3 * localFaces[i / 3] + i % 3]);
                local = kept.Count;
            }

            corners[i] = local - 1;
        }

        return new Chart(faces, [.. kept.Select(v => chart.Vertices[v])], corners, [.. kept.Select(v => chart.X[v])], [.. kept.Select(v => chart.Y[v])]);
    }

    /// <summary>Groups of faces that hang together by edges, each in the order of a walk from its first face.</summary>
    public List<int[]> Components(ReadOnlySpan<int> faces)
    {
        _mark++;
        foreach (var face in faces)
            _faceMark[face] = _mark;
        var components = new List<int[]>();
        var queue = new List<int>();
        foreach (var start in faces)
        {
            if (_faceMark[start] != _mark)
                continue;
            queue.Clear();
            queue.Add(start);
            _faceMark[start] = 0;
            for (var i = 0; i < queue.Count; i++)
            {
                for (var h = 3 * queue[i]; h < 3 * queue[i] + 3; h++)
                {
                    if (surface.Opposite[h] / 3 is var next && surface.Opposite[h] >= 0 && _faceMark[next] == _mark)
                    {
                        _faceMark[next] = 0;
                        queue.Add(next);
                    }
                }
            }

            components.Add([.. queue]);
        }

        return components;
    }

    /// <summary>As <see cref="Components"/>, with indices into the chart's faces in and out.</summary>
    public List<int[]> LocalComponents(Chart chart, List<int> localFaces)
    {
        foreach (var local in localFaces)
            _faceIndex[chart.Faces[local]] = local;
        var parts = Components([.. localFaces.Select(local => chart.Faces[local])]);
        return parts.ConvertAll(part => Array.ConvertAll(part, face => _faceIndex[face]));
    }

    private (int[] Vertices, int[] Corners) Number(ReadOnlySpan<int> faces)
    {
        var corners = new int[faces.Length * 3];
        var vertices = new int[corners.Length];
        var count = 0;
        for (var i = 0; i < corners.Length; i++)
        {
            var vertex = surface.Indices[3 * faces[i / 3] + i % 3];
            var local = _local[vertex];
            if ((uint)local >= (uint)count || vertices[local] != vertex)
            {
                local = count++;
                (vertices[local], _local[vertex]) = (vertex, local);
            }

            corners[i] = local;
        }

        return (vertices[..count], corners);
    }

    private Double3 MeanNormal(ReadOnlySpan<int> faces)
    {
        var sum = default(Double3);
        foreach (var face in faces)
            sum += Double3.From(surface.Normals[face]) * surface.Areas[face];
        return sum.NormalizedOr(Double3.From(surface.Normals[faces[0]]));
    }

    /// <summary>A right-handed frame whose third axis is <paramref name="normal"/>.</summary>
    private static (Double3 X, Double3 Y, Double3 Z) Frame(Double3 normal)
    {
        // The world axis that is farthest from the normal keeps the cross product well away from zero.
        var side = Math.Abs(normal.X) <= Math.Abs(normal.Y) && Math.Abs(normal.X) <= Math.Abs(normal.Z) ? new Double3(1, 0, 0)
            : Math.Abs(normal.Y) <= Math.Abs(normal.Z) ? new Double3(0, 1, 0) : new Double3(0, 0, 1);
        var y = normal.Cross(side).NormalizedOr(side);
        return (y.Cross(normal), y, normal);
    }
}
