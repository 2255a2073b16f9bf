using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>
/// For up to eight edges at one vertex at once: the sum of the quadrics of the two ends, the point where it is least, and its value there
/// (Garland &amp; Heckbert 1997, section 4). Where the surface is flat the least point is a whole line or plane, so the matrix gets a small
/// multiple of its trace on the diagonal: the solution then always exists and is the one nearest the edge's midpoint (as the probabilistic
/// quadrics of Trettner &amp; Kobbelt 2020). About 130 flops an edge.
/// </summary>
internal sealed unsafe class EdgeQuadrics : IDisposable
{
    public const int Lanes = 8;

    /// <summary>Floats of a vertex that matter here, in the order of <see cref="QuadricVertex"/>: X Y Z C, six of A, three of G.</summary>
    internal const int Fields = 13;

    /// <summary>Share of the trace added to the diagonal: as small as single precision allows.</summary>
    private const float Regularization = 1e-6f;

    /// <summary>Weight of squared length times area in the cost: orders the collapses of flat regions (where the quadric is 0) by length.</summary>
    private const float LengthWeight = 1e-7f;

    /// <summary>The best place may be this many half edges away from the midpoint; beyond, the system is too weak to be believed.</summary>
    private const float FarthestHalfEdges = 4;

    /// <summary>Keeps the reciprocal of the trace finite where all faces have no area.</summary>
    private const float SmallestTrace = 1e-30f;

    private readonly NativeBuffer<float> _rows = new();
    private readonly NativeBuffer<int> _neighbours = new();

    public EdgeQuadrics()
    {
        _rows.Reserve(16 * Lanes);
        _neighbours.Reserve(Lanes);
    }

    /// <summary>[8] the far ends of the edges that <see cref="Costs"/> looks at; filled by the caller.</summary>
    public int* Neighbours => _neighbours.Pointer;

    /// <summary>Quadric error at the best place plus a small term in the edge's length, never negative, for the edges from u to each neighbour.</summary>
    /// <param name="count">Neighbours, 1 to 8. The lanes beyond hold anything.</param>
    public Vector256<float> Costs(QuadricVertex* vertices, QuadricVertex* u, int count)
    {
        var rows = _rows.Pointer;
        var neighbours = _neighbours.Pointer;
        if (Avx.IsSupported)
            Transpose(vertices, neighbours, count, rows);
        else
            Copy(vertices, neighbours, count, rows);
        return Solve(u, rows, out _, out _, out _);
    }

    /// <summary>The best place for the vertex that an edge collapses to.</summary>
    public Vector3 BestPlace(QuadricVertex* u, QuadricVertex* v)
    {
        var rows = _rows.Pointer;
        for (var field = 0; field < Fields; field++)
            Vector256.Create(((float*)v)[field]).Store(rows + field * Lanes);
        Solve(u, rows, out var x, out var y, out var z);
        return new Vector3(x.ToScalar(), y.ToScalar(), z.ToScalar());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Solve(QuadricVertex* u, float* rows, out Vector256<float> placeX, out Vector256<float> placeY, out Vector256<float> placeZ)
    {
        // Half the edge, from u to v: u reaches the midpoint by +h, v by -h.
        var hx = (Vector256.Load(rows) - Vector256.Create(u->X)) * 0.5f;
        var hy = (Vector256.Load(rows + Lanes) - Vector256.Create(u->Y)) * 0.5f;
        var hz = (Vector256.Load(rows + 2 * Lanes) - Vector256.Create(u->Z)) * 0.5f;
        Vector256<float> uxx = Vector256.Create(u->Axx), uxy = Vector256.Create(u->Axy), uxz = Vector256.Create(u->Axz);
        Vector256<float> uyy = Vector256.Create(u->Ayy), uyz = Vector256.Create(u->Ayz), uzz = Vector256.Create(u->Azz);
        Vector256<float> vxx = Vector256.Load(rows + 4 * Lanes), vxy = Vector256.Load(rows + 5 * Lanes), vxz = Vector256.Load(rows + 6 * Lanes);
        Vector256<float> vyy = Vector256.Load(rows + 7 * Lanes), vyz = Vector256.Load(rows + 8 * Lanes), vzz = Vector256.Load(rows + 9 * Lanes);
        Vector256<float> ugx = Vector256.Create(u->Gx), ugy = Vector256.Create(u->Gy), ugz = Vector256.Create(u->Gz);
        Vector256<float> vgx = Vector256.Load(rows + 10 * Lanes), vgy = Vector256.Load(rows + 11 * Lanes), vgz = Vector256.Load(rows + 12 * Lanes);

        // Around the midpoint: A = Au + Av, g = Gu + Gv + (Au - Av)h, c = Cu + Cv + 2(Gu - Gv)·h + hᵀAh.
        Vector256<float> bxx = uxx - vxx, bxy = uxy - vxy, bxz = uxz - vxz, byy = uyy - vyy, byz = uyz - vyz, bzz = uzz - vzz;
        var gx = ugx + vgx + bxx * hx + bxy * hy + bxz * hz;
        var gy = ugy + vgy + bxy * hx + byy * hy + byz * hz;
        var gz = ugz + vgz + bxz * hx + byz * hy + bzz * hz;
        Vector256<float> axx = uxx + vxx, axy = uxy + vxy, axz = uxz + vxz, ayy = uyy + vyy, ayz = uyz + vyz, azz = uzz + vzz;
        Vector256<float> px = axx * hx + axy * hy + axz * hz, py = axy * hx + ayy * hy + ayz * hz, pz = axz * hx + ayz * hy + azz * hz;
        var c = Vector256.Create(u->C) + Vector256.Load(rows + 3 * Lanes)
            + ((ugx - vgx) * 2f + px) * hx + ((ugy - vgy) * 2f + py) * hy + ((ugz - vgz) * 2f + pz) * hz;

        // LDLᵀ of A/trace + regularization: pivots stay above the regularization, so no test is needed on the way.
        var trace = axx + ayy + azz;
        var scale = Vector256<float>.One / Vector256.Max(trace, Vector256.Create(SmallestTrace));
        var regularization = Vector256.Create(Regularization);
        var i0 = Vector256<float>.One / (axx * scale + regularization);
        Vector256<float> m01 = axy * scale, m02 = axz * scale, l1 = m01 * i0, l2 = m02 * i0;
        var i1 = Vector256<float>.One / (ayy * scale + regularization - l1 * m01);
        var m12 = ayz * scale - l1 * m02;
        var l3 = m12 * i1;
        var i2 = Vector256<float>.One / (azz * scale + regularization - l2 * m02 - l3 * m12);
        Vector256<float> rx = -gx * scale, ry = -gy * scale, rz = -gz * scale;
        var y1 = ry - l1 * rx;
        var dz = (rz - l2 * rx - l3 * y1) * i2;
        var dy = y1 * i1 - l3 * dz;
        var dx = rx * i0 - l1 * dy - l2 * dz;

        // Once more, with the pull towards the midpoint taken out: what was lost of a share s of the way is now s².
        var x0 = rx + regularization * dx;
        y1 = ry + regularization * dy - l1 * x0;
        dz = (rz + regularization * dz - l2 * x0 - l3 * y1) * i2;
        dy = y1 * i1 - l3 * dz;
        dx = x0 * i0 - l1 * dy - l2 * dz;

        Vector256<float> hh = hx * hx + hy * hy + hz * hz, dd = dx * dx + dy * dy + dz * dz;
        var near = Vector256.LessThanOrEqual(dd, hh * (FarthestHalfEdges * FarthestHalfEdges));
        (dx, dy, dz) = (dx & near, dy & near, dz & near);
        Vector256<float> qx = axx * dx + axy * dy + axz * dz, qy = axy * dx + ayy * dy + ayz * dz, qz = axz * dx + ayz * dy + azz * dz;
        var error = c + (gx * 2f + qx) * dx + (gy * 2f + qy) * dy + (gz * 2f + qz) * dz;
        placeX = Vector256.Create(u->X) + hx + dx;
        placeY = Vector256.Create(u->Y) + hy + dy;
        placeZ = Vector256.Create(u->Z) + hz + dz;
        return Vector256.Max(error, Vector256<float>.Zero) + trace * hh * LengthWeight;
    }

    /// <summary>Turns eight vertices of sixteen floats into rows of one field each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Transpose(QuadricVertex* vertices, int* neighbours, int count, float* rows)
    {
        var v0 = (float*)(vertices + neighbours[0]);
        float* v1 = count > 1 ? (float*)(vertices + neighbours[1]) : v0, v2 = count > 2 ? (float*)(vertices + neighbours[2]) : v0;
        float* v3 = count > 3 ? (float*)(vertices + neighbours[3]) : v0, v4 = count > 4 ? (float*)(vertices + neighbours[4]) : v0;
        float* v5 = count > 5 ? (float*)(vertices + neighbours[5]) : v0, v6 = count > 6 ? (float*)(vertices + neighbours[6]) : v0;
        var v7 = count > 7 ? (float*)(vertices + neighbours[7]) : v0;
        for (var half = 0; half < 2 * Lanes; half += Lanes)
        {
            Vector256<float> a = Vector256.Load(v0 + half), b = Vector256.Load(v1 + half), c = Vector256.Load(v2 + half), d = Vector256.Load(v3 + half);
            Vector256<float> e = Vector256.Load(v4 + half), f = Vector256.Load(v5 + half), g = Vector256.Load(v6 + half), h = Vector256.Load(v7 + half);
            Vector256<float> ab = Avx.UnpackLow(a, b), cd = Avx.UnpackLow(c, d), ef = Avx.UnpackLow(e, f), gh = Avx.UnpackLow(g, h);
            StoreRows(Avx.Shuffle(ab, cd, 0x44), Avx.Shuffle(ef, gh, 0x44), rows, half);
            StoreRows(Avx.Shuffle(ab, cd, 0xEE), Avx.Shuffle(ef, gh, 0xEE), rows, half + 1);
            (ab, cd, ef, gh) = (Avx.UnpackHigh(a, b), Avx.UnpackHigh(c, d), Avx.UnpackHigh(e, f), Avx.UnpackHigh(g, h));
            StoreRows(Avx.Shuffle(ab, cd, 0x44), Avx.Shuffle(ef, gh, 0x44), rows, half + 2);
            StoreRows(Avx.Shuffle(ab, cd, 0xEE), Avx.Shuffle(ef, gh, 0xEE), rows, half + 3);
        }
    }

    /// <summary>Fields i and i + 4 of vertices 0 to 3 and of 4 to 7 become rows i and i + 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRows(Vector256<float> first, Vector256<float> second, float* rows, int field)
    {
        Avx.Permute2x128(first, second, 0x20).Store(rows + field * Lanes);
        Avx.Permute2x128(first, second, 0x31).Store(rows + (field + 4) * Lanes);
    }

    /// <summary>The same where there are no such shuffles.</summary>
    internal static void Copy(QuadricVertex* vertices, int* neighbours, int count, float* rows)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            var vertex = (float*)(vertices + neighbours[lane < count ? lane : 0]);
            for (var field = 0; field < Fields; field++)
                rows[field * Lanes + lane] = vertex[field];
        }
    }

    public void Dispose()
    {
        _rows.Dispose();
        _neighbours.Dispose();
    }
}
