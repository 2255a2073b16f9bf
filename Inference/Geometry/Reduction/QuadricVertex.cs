using System.Numerics;
using System.Runtime.InteropServices;

namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>
/// A vertex with its quadric, one cache line. The quadric is the area-weighted sum of squared distances to the planes of the
/// faces that were merged into the vertex, written relative to the vertex itself:
/// <c>Q(x) = (x-p)ᵀA(x-p) + 2G·(x-p) + C</c>. Relative to the vertex every term stays of the size of an edge, so single precision
/// does what the usual form around the origin needs double precision for.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct QuadricVertex
{
    public float X, Y, Z;

    /// <summary>Q at the vertex: the error already made here.</summary>
    public float C;

    public float Axx, Axy, Axz, Ayy, Ayz, Azz;

    public float Gx, Gy, Gz;

    /// <summary>Where the vertex's ring begins in the ring pool; negative: the vertex is frozen and has no ring.</summary>
    public int RingStart;

    /// <summary>Neighbours in the ring; 0: no longer (or never) part of the mesh. Of a frozen vertex only "not 0" is known.</summary>
    public ushort Valence;

    /// <summary>Neighbours that the ring has room for.</summary>
    public ushort RingCapacity;

    public readonly Vector3 Position => new(X, Y, Z);

    public readonly bool IsFrozen => RingStart < 0;

    public static QuadricVertex At(Vector3 position) => new() { X = position.X, Y = position.Y, Z = position.Z };

    public void Freeze() => (RingStart, Valence) = (-1, 1);

    /// <summary>Free again, with no ring yet.</summary>
    public void Thaw() => (RingStart, Valence) = (0, 0);

    /// <summary>Moves the vertex, and with it the point that its quadric is written around.</summary>
    public void MoveTo(Vector3 place)
    {
        float dx = place.X - X, dy = place.Y - Y, dz = place.Z - Z;
        float px = Axx * dx + Axy * dy + Axz * dz, py = Axy * dx + Ayy * dy + Ayz * dz, pz = Axz * dx + Ayz * dy + Azz * dz;
        C = Math.Max(C + (2 * Gx + px) * dx + (2 * Gy + py) * dy + (2 * Gz + pz) * dz, 0);
        (Gx, Gy, Gz) = (Gx + px, Gy + py, Gz + pz);
        (X, Y, Z) = (place.X, place.Y, place.Z);
    }

    /// <summary>Adds the quadric of a vertex at the same place.</summary>
    public void Add(in QuadricVertex other)
    {
        (C, Axx, Axy, Axz) = (C + other.C, Axx + other.Axx, Axy + other.Axy, Axz + other.Axz);
        (Ayy, Ayz, Azz) = (Ayy + other.Ayy, Ayz + other.Ayz, Azz + other.Azz);
        (Gx, Gy, Gz) = (Gx + other.Gx, Gy + other.Gy, Gz + other.Gz);
    }

    /// <summary>Adds the plane of a face with this corner: area · n nᵀ, from the cross product of two sides (length 2 · area).</summary>
    public void AddPlane(Vector3 cross, float scale)
    {
        var (x, y, z) = (cross.X * scale, cross.Y * scale, cross.Z * scale);
        Axx += x * cross.X;
        Axy += x * cross.Y;
        Axz += x * cross.Z;
        Ayy += y * cross.Y;
        Ayz += y * cross.Z;
        Azz += z * cross.Z;
    }
}
