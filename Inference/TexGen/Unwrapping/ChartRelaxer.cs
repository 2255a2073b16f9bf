using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// As-rigid-as-possible parametrisation (Liu, Zhang, Xu, Gotsman, Gortler: A Local/Global Approach to Mesh Parameterization, 2008), started from the
/// chart as it is. Each round fits the best rotation to every face in closed form, then solves the cotangent Laplacian for the vertices
/// by a few steps of conjugate gradients from the last solution; it stops when a round changes little. The result may turn faces over or overlap:
/// the caller checks. Cost: O(faces) per conjugate gradient step, at most <see cref="MostRounds"/> * <see cref="MostSteps"/> of them.
/// </summary>
internal sealed class ChartRelaxer
{
    private const int MostRounds = 12;
    private const int MostSteps = 12;

    /// <summary>Cotangents are kept within this, so that thin faces neither vanish nor rule the system.</summary>
    private const double LeastWeight = 0.02, MostWeight = 20;

    /// <summary>Squared relative residual at which a round ends.</summary>
    private const double Solved = 1e-10;

    private readonly Chart _chart;
    private readonly Vector128<double>[] _edges;
    private readonly double[] _weights, _inverseDiagonal;
    private readonly Vector128<double>[] _solution, _right, _residual, _direction, _product;

    private ChartRelaxer(UnwrapSurface surface, Chart chart)
    {
        _chart = chart;
        var (corners, vertices) = (chart.Corners.Length, chart.Vertices.Length);
        (_edges, _weights, _inverseDiagonal) = (new Vector128<double>[corners], new double[corners], new double[vertices]);
        _solution = new Vector128<double>[vertices];
        (_right, _residual) = (new Vector128<double>[vertices], new Vector128<double>[vertices]);
        (_direction, _product) = (new Vector128<double>[vertices], new Vector128<double>[vertices]);
        for (var v = 0; v < vertices; v++)
            _solution[v] = Vector128.Create(chart.X[v], chart.Y[v]);
        for (var f = 0; f < chart.Faces.Length; f++)
            Flatten(surface, f);
        foreach (ref var d in _inverseDiagonal.AsSpan())
            d = 1 / d;
    }

    public static Chart Relax(UnwrapSurface surface, Chart chart, CancellationToken cancellationToken)
    {
        var relaxer = new ChartRelaxer(surface, chart);
        for (var round = 0; round < MostRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            relaxer.FitRotations();
            relaxer.Solve(cancellationToken);
        }

        var (x, y) = (new double[chart.X.Length], new double[chart.Y.Length]);
        for (var v = 0; v < x.Length; v++)
            (x[v], y[v]) = (relaxer._solution[v][0], relaxer._solution[v][1]);
        return chart with { X = x, Y = y };
    }

    /// <summary>Lays one face out as it is on the surface: its three edges in the plane, each with the cotangent of the angle across.</summary>
    private void Flatten(UnwrapSurface surface, int face)
    {
        var corner = 3 * _chart.Faces[face];
        var a = Double3.From(surface.Positions[surface.Indices[corner]]);
        var ab = Double3.From(surface.Positions[surface.Indices[corner + 1]]) - a;
        var ac = Double3.From(surface.Positions[surface.Indices[corner + 2]]) - a;
        var width = ab.Length;
        var (cx, cy) = (ab.Dot(ac) / width, 2 * surface.Areas[_chart.Faces[face]] / width);
        Span<Vector128<double>> p = [Vector128<double>.Zero, Vector128.Create(width, 0), Vector128.Create(cx, cy)];
        for (var k = 0; k < 3; k++)
        {
            var (i, j, across) = (k, (k + 1) % 3, (k + 2) % 3);
            var (e, f) = (p[i] - p[across], p[j] - p[across]);
            var cotangent = Vector128.Dot(e, f) / (2 * surface.Areas[_chart.Faces[face]]);
            var weight = Math.Clamp(cotangent, LeastWeight, MostWeight);
            _edges[3 * face + k] = p[j] - p[i];
            _weights[3 * face + k] = weight;
            _inverseDiagonal[_chart.Corners[3 * face + i]] += weight;
            _inverseDiagonal[_chart.Corners[3 * face + j]] += weight;
        }
    }

    private void FitRotations()
    {
        Array.Clear(_right);
        for (var f = 0; f < _chart.Faces.Length; f++)
        {
            double cos = 0, sin = 0;
            for (var k = 0; k < 3; k++)
            {
                var now = _solution[To(f, k)] - _solution[From(f, k)];
                var was = _edges[3 * f + k];
                cos += _weights[3 * f + k] * Vector128.Dot(was, now);
                sin += _weights[3 * f + k] * (was[0] * now[1] - was[1] * now[0]);
            }

            var length = Math.Sqrt(cos * cos + sin * sin);
            (cos, sin) = length > 0 ? (cos / length, sin / length) : (1, 0);
            for (var k = 0; k < 3; k++)
            {
                var was = _edges[3 * f + k];
                var turned = Vector128.Create(cos * was[0] - sin * was[1], sin * was[0] + cos * was[1]) * _weights[3 * f + k];
                _right[To(f, k)] += turned;
                _right[From(f, k)] -= turned;
            }
        }
    }

    private void Solve(CancellationToken cancellationToken)
    {
        Multiply(_solution, _product);
        double rho = 0, scale = 0;
        for (var v = 0; v < _solution.Length; v++)
        {
            _residual[v] = _right[v] - _product[v];
            _direction[v] = _residual[v] * _inverseDiagonal[v];
            rho += Vector128.Dot(_residual[v], _direction[v]);
            scale += Vector128.Dot(_right[v], _right[v]) * _inverseDiagonal[v];
        }

        // The system leaves the chart's position open: steps on a residual that is only rounding would carry it far away.
        for (var step = 0; step < MostSteps && rho > scale * Solved; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Multiply(_direction, _product);
            double along = 0;
            for (var v = 0; v < _direction.Length; v++)
                along += Vector128.Dot(_direction[v], _product[v]);
            if (!(along > 0))
                return;
            var alpha = rho / along;
            double next = 0;
            for (var v = 0; v < _direction.Length; v++)
            {
                _solution[v] += _direction[v] * alpha;
                _residual[v] -= _product[v] * alpha;
                next += Vector128.Dot(_residual[v], _residual[v]) * _inverseDiagonal[v];
            }

            var beta = next / rho;
            rho = next;
            for (var v = 0; v < _direction.Length; v++)
                _direction[v] = _residual[v] * _inverseDiagonal[v] + _direction[v] * beta;
        }
    }

    private void Multiply(Vector128<double>[] from, Vector128<double>[] to)
    {
        Array.Clear(to);
        var (corners, weights) = (_chart.Corners, _weights);
        for (var c = 0; c < corners.Length; c += 3)
        {
            var (i, j, k) = (corners[c], corners[c + 1], corners[c + 2]);
            var (p, q, r) = (from[i], from[j], from[k]);
            var (pq, qr, rp) = ((p - q) * weights[c], (q - r) * weights[c + 1], (r - p) * weights[c + 2]);
            to[i] += pq - rp;
            to[j] += qr - pq;
            to[k] += rp - qr;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int From(int face, int edge) => _chart.Corners[3 * face + edge];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int To(int face, int edge) => _chart.Corners[3 * face + (edge == 2 ? 0 : edge + 1)];
}
