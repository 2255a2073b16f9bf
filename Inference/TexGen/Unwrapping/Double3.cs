using System.Numerics;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>A vector in double precision: face normals and projections of thin faces lose too much in single precision.</summary>
internal readonly record struct Double3(double X, double Y, double Z)
{
    public double Length => Math.Sqrt(Dot(this));

    public static Double3 From(Vector3 v) => new(v.X, v.Y, v.Z);

    public Vector3 ToSingle() => new((float)X, (float)Y, (float)Z);

    public double Dot(Double3 o) => X * o.X + Y * o.Y + Z * o.Z;

    public Double3 Cross(Double3 o) => new(Y * o.Z - Z * o.Y, Z * o.X - X * o.Z, X * o.Y - Y * o.X);

    /// <summary>Unit length, or <paramref name="fallback"/> where this is zero.</summary>
    public Double3 NormalizedOr(Double3 fallback) => Length is var length && length > 0 ? this * (1 / length) : fallback;

    public static Double3 operator +(Double3 a, Double3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Double3 operator -(Double3 a, Double3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Double3 operator *(Double3 a, double s) => new(a.X * s, a.Y * s, a.Z * s);
}
