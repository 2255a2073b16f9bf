using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>The faces around an edge before and after its collapse, eight at a time: whether one turns too far or becomes a sliver.</summary>
internal sealed unsafe class LinkGeometry : IDisposable
{
    /// <summary>The most vertices around an edge.</summary>
    public const int MaxCount = 2048;

    /// <summary>
    /// Share of the mean normal in the normal that a face is compared with: nothing for a healthy face, everything for one with no area, whose
    /// own normal is noise.
    /// </summary>
    private const float MeanNormalShare = 0.05f;

    /// <summary>A sliver may stay one, but not become this much worse.</summary>
    private const float SliverLoss = 0.5f;

    private const int Lanes = 8;
    private const int Row = MaxCount + 2 * Lanes;
    private readonly NativeBuffer<int> _ids = new();
    private readonly NativeBuffer<float> _rows = new();

    public LinkGeometry()
    {
        _ids.Reserve(Row);
        _rows.Reserve(6 * Row);
    }

    /// <summary>The vertices around the edge in order; filled by the caller.</summary>
    public int* Ids => _ids.Pointer;

    /// <summary>What the collapse to a place does to the faces.</summary>
    /// <param name="kept">The end of the edge that is the apex of the faces over the first <paramref name="keptCount"/> vertices of <see cref="Ids"/>.</param>
    /// <param name="gone">The end that is the apex of the other faces, up to <paramref name="count"/> vertices and round to the first.</param>
    public LinkVerdict Judge(
        QuadricVertex* vertices, QuadricVertex* kept, QuadricVertex* gone, int keptCount, int count, Vector3 place, float minCosine, float minQuality)
    {
        float* x = _rows.Pointer, y = x + Row, z = y + Row;
        Gather(vertices, count, x, y, z);
        var mean = SumOldNormals(kept, gone, keptCount, count) * MeanNormalShare;
        float* ox = z + Row, oy = ox + Row, oz = oy + Row;
        Vector256<float> px = Vector256.Create(place.X), py = Vector256.Create(place.Y), pz = Vector256.Create(place.Z);
        Vector256<float> sx = Vector256.Create(mean.X), sy = Vector256.Create(mean.Y), sz = Vector256.Create(mean.Z);
        var sliver = false;
        for (var i = 0; i < count; i += Lanes)
        {
            Vector256<float> ax = Vector256.Load(x + i) - px, ay = Vector256.Load(y + i) - py, az = Vector256.Load(z + i) - pz;
            Vector256<float> bx = Vector256.Load(x + i + 1) - px, by = Vector256.Load(y + i + 1) - py, bz = Vector256.Load(z + i + 1) - pz;
            Vector256<float> nx = ay * bz - az * by, ny = az * bx - ax * bz, nz = ax * by - ay * bx;
            Vector256<float> mx = Vector256.Load(ox + i) + sx, my = Vector256.Load(oy + i) + sy, mz = Vector256.Load(oz + i) + sz;
            var nn = nx * nx + ny * ny + nz * nz;
            var dot = nx * mx + ny * my + nz * mz;
            var lengths = Vector256.Sqrt(nn) * Vector256.Sqrt(mx * mx + my * my + mz * mz);
            var inRange = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count - i)).AsSingle();
            // "Not at least" also holds for NaN.
            if ((~Vector256.GreaterThanOrEqual(dot, lengths * minCosine) & inRange).ExtractMostSignificantBits() != 0)
                return LinkVerdict.Turns;
            Vector256<float> cx = bx - ax, cy = by - ay, cz = bz - az;
            var sides = ax * ax + ay * ay + az * az + bx * bx + by * by + bz * bz + cx * cx + cy * cy + cz * cz;
            sliver |= (Vector256.LessThan(nn * QualityScale, sides * sides * (minQuality * minQuality)) & inRange).ExtractMostSignificantBits() != 0;
        }

        return sliver && !StaysAsGood(kept, gone, keptCount, count, place) ? LinkVerdict.Sliver : LinkVerdict.Fine;
    }

    /// <summary>Quality of a triangle, squared: 12 · |cross|² / (sum of squared sides)²; 1 equilateral, 0 degenerate.</summary>
    private const float QualityScale = 12;

    private void Gather(QuadricVertex* vertices, int count, float* x, float* y, float* z)
    {
        var ids = _ids.Pointer;
        for (var i = 0; i < count; i++)
        {
            var vertex = vertices + ids[i];
            (x[i], y[i], z[i]) = (vertex->X, vertex->Y, vertex->Z);
        }

        (x[count], y[count], z[count]) = (x[0], y[0], z[0]);
    }

    /// <summary>Stores the normals (length 2 · area) of the faces that are there now.</summary>
    private Vector3 SumOldNormals(QuadricVertex* kept, QuadricVertex* gone, int keptCount, int count)
    {
        float* x = _rows.Pointer, y = x + Row, z = y + Row, ox = z + Row, oy = ox + Row, oz = oy + Row;
        Vector256<float> sumX = default, sumY = default, sumZ = default;
        for (var i = 0; i < count; i += Lanes)
        {
            var ofKept = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(keptCount - 1 - i)).AsSingle();
            var px = Vector256.ConditionalSelect(ofKept, Vector256.Create(kept->X), Vector256.Create(gone->X));
            var py = Vector256.ConditionalSelect(ofKept, Vector256.Create(kept->Y), Vector256.Create(gone->Y));
            var pz = Vector256.ConditionalSelect(ofKept, Vector256.Create(kept->Z), Vector256.Create(gone->Z));
            Vector256<float> ax = Vector256.Load(x + i) - px, ay = Vector256.Load(y + i) - py, az = Vector256.Load(z + i) - pz;
            Vector256<float> bx = Vector256.Load(x + i + 1) - px, by = Vector256.Load(y + i + 1) - py, bz = Vector256.Load(z + i + 1) - pz;
            var inRange = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count - i)).AsSingle();
            Vector256<float> nx = (ay * bz - az * by) & inRange, ny = (az * bx - ax * bz) & inRange, nz = (ax * by - ay * bx) & inRange;
            nx.Store(ox + i);
            ny.Store(oy + i);
            nz.Store(oz + i);
            (sumX, sumY, sumZ) = (sumX + nx, sumY + ny, sumZ + nz);
        }

        return new Vector3(Vector256.Sum(sumX), Vector256.Sum(sumY), Vector256.Sum(sumZ));
    }

    /// <summary>Where there are slivers (marching cubes leaves clusters of them), a collapse must be able to pass through them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool StaysAsGood(QuadricVertex* kept, QuadricVertex* gone, int keptCount, int count, Vector3 place)
    {
        float* x = _rows.Pointer, y = x + Row, z = y + Row;
        float before = 1, after = 1;
        for (var i = 0; i < count; i++)
        {
            var apex = i < keptCount - 1 ? kept : gone;
            Vector3 a = new(x[i], y[i], z[i]), b = new(x[i + 1], y[i + 1], z[i + 1]);
            before = MathF.Min(before, SquaredQuality(apex->Position, a, b));
            after = MathF.Min(after, SquaredQuality(place, a, b));
        }

        return after >= before * (SliverLoss * SliverLoss);
    }

    private static float SquaredQuality(Vector3 p, Vector3 a, Vector3 b)
    {
        var sides = (a - p).LengthSquared() + (b - p).LengthSquared() + (b - a).LengthSquared();
        return sides > 0 ? QualityScale * Vector3.Cross(a - p, b - p).LengthSquared() / (sides * sides) : 0;
    }

    public void Dispose()
    {
        _ids.Dispose();
        _rows.Dispose();
    }
}
