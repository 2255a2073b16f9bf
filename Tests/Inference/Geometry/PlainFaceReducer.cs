using System.Numerics;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Tests.Inference.Geometry;

/// <summary>
/// Quadric edge collapse as the textbook has it, for closed meshes: double precision, quadrics around the origin, one heap over all edges,
/// sets for the neighbourhoods. Slow and plain.
/// </summary>
internal sealed class PlainFaceReducer
{
    private readonly List<Vector3> _positions;
    private readonly List<double[,]> _quadrics = [];
    private readonly List<HashSet<int>> _facesOf = [];
    private readonly List<int[]?> _faces = [];
    private readonly List<int> _versions = [];
    private readonly PriorityQueue<(int U, int V, int Version), double> _queue = new();

    private PlainFaceReducer(TriangleMesh mesh)
    {
        _positions = [.. mesh.Positions];
        foreach (var _ in mesh.Positions)
        {
            _quadrics.Add(new double[4, 4]);
            _facesOf.Add([]);
            _versions.Add(0);
        }

        for (var f = 0; f < mesh.FaceCount; f++)
        {
            _faces.Add(mesh.Indices[(3 * f)..(3 * f + 3)]);
            foreach (var corner in _faces[f]!)
                _facesOf[corner].Add(f);
            AddPlane(_faces[f]!);
        }
    }

    public static TriangleMesh Reduce(TriangleMesh mesh, int maxFaces) => new PlainFaceReducer(mesh).Run(maxFaces);

    private TriangleMesh Run(int maxFaces)
    {
        for (var v = 0; v < _positions.Count; v++)
        {
            foreach (var w in Neighbours(v).Where(w => w > v))
                Push(v, w);
        }

        var left = _faces.Count;
        while (left > maxFaces && _queue.TryDequeue(out var edge, out _))
        {
            if (edge.Version == _versions[edge.U] + _versions[edge.V] && Collapse(edge.U, edge.V))
                left -= 2;
        }

        return new TriangleMesh([.. _positions], [.. _faces.Where(face => face is not null).SelectMany(face => face!)]);
    }

    private void AddPlane(int[] face)
    {
        Vector3 a = _positions[face[0]], cross = Vector3.Cross(_positions[face[1]] - a, _positions[face[2]] - a);
        double length = cross.Length();
        if (length == 0)
            return;
        double[] plane = [cross.X / length, cross.Y / length, cross.Z / length, -(double)Vector3.Dot(cross, a) / length];
        foreach (var corner in face)
        {
            for (var i = 0; i < 4; i++)
            {
                for (var j = 0; j < 4; j++)
                    _quadrics[corner][i, j] += length / 2 * plane[i] * plane[j];
            }
        }
    }

    private IEnumerable<int> Neighbours(int v) => _facesOf[v].SelectMany(f => _faces[f]!).Where(w => w != v).Distinct();

    private void Push(int u, int v) => _queue.Enqueue((u, v, _versions[u] + _versions[v]), Place(u, v).Cost);

    private (Vector3 Position, double Cost) Place(int u, int v)
    {
        var q = new double[4, 4];
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < 4; j++)
                q[i, j] = _quadrics[u][i, j] + _quadrics[v][i, j];
        }

        var middle = (_positions[u] + _positions[v]) / 2;
        var best = new[] { _positions[u], _positions[v], middle }.MinBy(p => Error(q, p));
        if (Solve(q) is { } optimum && Vector3.Distance(optimum, middle) < 2 * Vector3.Distance(_positions[u], _positions[v]))
            best = optimum;
        return (best, Math.Max(Error(q, best), 0));
    }

    private static double Error(double[,] q, Vector3 p)
    {
        double[] x = [p.X, p.Y, p.Z, 1];
        double error = 0;
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < 4; j++)
                error += q[i, j] * x[i] * x[j];
        }

        return error;
    }

    /// <summary>Cramer's rule; null where the quadric has no clear minimum.</summary>
    private static Vector3? Solve(double[,] q)
    {
        double Determinant(int a, int b, int c) =>
            q[0, a] * (q[1, b] * q[2, c] - q[1, c] * q[2, b]) - q[0, b] * (q[1, a] * q[2, c] - q[1, c] * q[2, a]) + q[0, c] * (q[1, a] * q[2, b] - q[1, b] * q[2, a]);

        var determinant = Determinant(0, 1, 2);
        var trace = q[0, 0] + q[1, 1] + q[2, 2];
        return Math.Abs(determinant) < 1e-9 * trace * trace * trace
            ? null
            : new Vector3((float)(-Determinant(3, 1, 2) / determinant), (float)(-Determinant(0, 3, 2) / determinant), (float)(-Determinant(0, 1, 3) / determinant));
    }

    private bool Collapse(int u, int v)
    {
        var shared = _facesOf[u].Intersect(_facesOf[v]).ToArray();
        if (shared.Length != 2 || Neighbours(u).Intersect(Neighbours(v)).Count() != 2 || _facesOf[u].Count + _facesOf[v].Count <= 6)
            return false;
        var place = Place(u, v).Position;
        foreach (var f in _facesOf[u].Union(_facesOf[v]).Except(shared))
        {
            Vector3 before = Normal(_faces[f]!.Select(w => _positions[w])), after = Normal(_faces[f]!.Select(w => w == u || w == v ? place : _positions[w]));
            if (Vector3.Dot(before, after) < 0.2f * before.Length() * after.Length())
                return false;
        }

        foreach (var f in shared)
        {
            foreach (var corner in _faces[f]!)
                _facesOf[corner].Remove(f);
            _faces[f] = null;
        }

        foreach (var f in _facesOf[v])
        {
            _faces[f] = [.. _faces[f]!.Select(w => w == v ? u : w)];
            _facesOf[u].Add(f);
        }

        for (var i = 0; i < 16; i++)
            _quadrics[u][i / 4, i % 4] += _quadrics[v][i / 4, i % 4];
        _facesOf[v].Clear();
        _positions[u] = place;
        _versions[u]++;
        _versions[v] = int.MinValue / 4;
        foreach (var w in Neighbours(u))
            Push(u, w);
        return true;
    }

    private static Vector3 Normal(IEnumerable<Vector3> corners)
    {
        var c = corners.ToArray();
        return Vector3.Cross(c[1] - c[0], c[2] - c[0]);
    }
}
