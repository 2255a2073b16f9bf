using System.Runtime.CompilerServices;

namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>
/// The sum of the quadrics of an edge's two ends around the edge's midpoint, and the point where it is least (Garland &amp; Heckbert 1997,
/// section 4). Where the surface is flat the least point is a whole line or plane, so the matrix gets a small multiple of its trace on
/// the diagonal: the solution then always exists and is the one nearest the midpoint (as the probabilistic quadrics of Trettner &amp;
/// Kobbelt 2020). About 100 flops.
/// </summary>
internal struct EdgeQuadric
{
    /// <summary>Share of the trace added to the diagonal. Small against the curvature that shapes the optimum, large against single precision.</summary>
    private const float Regularization = 1e-6f;

    /// <summary>Weight of squared length times area in the cost: orders the collapses of flat regions (where the quadric is 0) by length.</summary>
    private const float LengthWeight = 1e-7f;

    /// <summary>The best place may be this many half edges away from the midpoint; beyond, the system is too weak to be believed.</summary>
    private const float FarthestHalfEdges = 4;

    private float _axx, _axy, _axz, _ayy, _ayz, _azz, _gx, _gy, _gz, _c;
    private float _mx, _my, _mz, _dx, _dy, _dz;

    /// <summary>Quadric error at the best place plus a small term in the edge's length. Never negative.</summary>
    public float Cost;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EdgeQuadric Of(in QuadricVertex u, in QuadricVertex v)
    {
        Unsafe.SkipInit(out EdgeQuadric q);
        // Half the edge, from u to v: u reaches the midpoint by +h, v by -h.
        float hx = 0.5f * (v.X - u.X), hy = 0.5f * (v.Y - u.Y), hz = 0.5f * (v.Z - u.Z);
        float axx = u.Axx + v.Axx, axy = u.Axy + v.Axy, axz = u.Axz + v.Axz, ayy = u.Ayy + v.Ayy, ayz = u.Ayz + v.Ayz, azz = u.Azz + v.Azz;
        float bxx = u.Axx - v.Axx, bxy = u.Axy - v.Axy, bxz = u.Axz - v.Axz, byy = u.Ayy - v.Ayy, byz = u.Ayz - v.Ayz, bzz = u.Azz - v.Azz;
        var gx = u.Gx + v.Gx + bxx * hx + bxy * hy + bxz * hz;
        var gy = u.Gy + v.Gy + bxy * hx + byy * hy + byz * hz;
        var gz = u.Gz + v.Gz + bxz * hx + byz * hy + bzz * hz;
        float px = axx * hx + axy * hy + axz * hz, py = axy * hx + ayy * hy + ayz * hz, pz = axz * hx + ayz * hy + azz * hz;
        var c = u.C + v.C + (2 * (u.Gx - v.Gx) + px) * hx + (2 * (u.Gy - v.Gy) + py) * hy + (2 * (u.Gz - v.Gz) + pz) * hz;

        // LDLᵀ of A/trace + regularization: pivots stay above the regularization, so no test is needed on the way.
        var trace = axx + ayy + azz;
        var scale = trace > 0 ? 1 / trace : 0;
        var m00 = axx * scale + Regularization;
        float m01 = axy * scale, m02 = axz * scale;
        float i0 = 1 / m00, l1 = m01 * i0, l2 = m02 * i0;
        var d1 = ayy * scale + Regularization - l1 * m01;
        var m12 = ayz * scale - l1 * m02;
        float i1 = 1 / d1, l3 = m12 * i1;
        var d2 = azz * scale + Regularization - l2 * m02 - l3 * m12;
        var y0 = -gx * scale;
        var y1 = -gy * scale - l1 * y0;
        var y2 = -gz * scale - l2 * y0 - l3 * y1;
        var i2 = 1 / d2;
        var dz = y2 * i2;
        var dy = y1 * i1 - l3 * dz;
        var dx = y0 * i0 - l1 * dy - l2 * dz;

        // Once more, with the pull towards the midpoint taken out: what was lost of a share s of the way is now s².
        y0 += Regularization * dx;
        y1 = -gy * scale + Regularization * dy - l1 * y0;
        y2 = -gz * scale + Regularization * dz - l2 * y0 - l3 * y1;
        dz = y2 * i2;
        dy = y1 * i1 - l3 * dz;
        dx = y0 * i0 - l1 * dy - l2 * dz;

        float hh = hx * hx + hy * hy + hz * hz, dd = dx * dx + dy * dy + dz * dz;
        if (!(dd <= FarthestHalfEdges * FarthestHalfEdges * hh))
            (dx, dy, dz, dd) = (0, 0, 0, 0);

        float qx = axx * dx + axy * dy + axz * dz, qy = axy * dx + ayy * dy + ayz * dz, qz = axz * dx + ayz * dy + azz * dz;
        var error = c + (2 * gx + qx) * dx + (2 * gy + qy) * dy + (2 * gz + qz) * dz;
        q.Cost = Math.Max(error, 0) + LengthWeight * trace * hh;
        (q._axx, q._axy, q._axz, q._ayy, q._ayz, q._azz) = (axx, axy, axz, ayy, ayz, azz);
        (q._gx, q._gy, q._gz, q._c) = (gx, gy, gz, c);
        (q._mx, q._my, q._mz) = (u.X + hx, u.Y + hy, u.Z + hz);
        (q._dx, q._dy, q._dz) = (dx, dy, dz);
        return q;
    }

    public readonly float X => _mx + _dx;

    public readonly float Y => _my + _dy;

    public readonly float Z => _mz + _dz;

    /// <summary>Gives <paramref name="vertex"/> the best place and the summed quadric around it.</summary>
    public readonly void MoveTo(ref QuadricVertex vertex)
    {
        (vertex.X, vertex.Y, vertex.Z) = (X, Y, Z);
        (vertex.Axx, vertex.Axy, vertex.Axz, vertex.Ayy, vertex.Ayz, vertex.Azz) = (_axx, _axy, _axz, _ayy, _ayz, _azz);
        var px = _axx * _dx + _axy * _dy + _axz * _dz;
        var py = _axy * _dx + _ayy * _dy + _ayz * _dz;
        var pz = _axz * _dx + _ayz * _dy + _azz * _dz;
        vertex.C = Math.Max(_c + (2 * _gx + px) * _dx + (2 * _gy + py) * _dy + (2 * _gz + pz) * _dz, 0);
        (vertex.Gx, vertex.Gy, vertex.Gz) = (_gx + px, _gy + py, _gz + pz);
    }
}
