namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>Faces that are laid out together in the plane, in the mesh's units: counter-clockwise, without overlap.</summary>
/// <param name="Faces">[faces]: faces of the surface.</param>
/// <param name="Vertices">[vertices]: vertices of the surface.</param>
/// <param name="Corners">[faces * 3]: three indices into <paramref name="Vertices"/> a face.</param>
/// <param name="X">[vertices] in units.</param>
/// <param name="Y">[vertices] in units.</param>
internal sealed record Chart(int[] Faces, int[] Vertices, int[] Corners, double[] X, double[] Y)
{
    /// <summary>Signed area of a face (an index into <see cref="Faces"/>) in the plane.</summary>
    public double Area(int face)
    {
        var (a, b, c) = (Corners[3 * face], Corners[3 * face + 1], Corners[3 * face + 2]);
        return ((X[b] - X[a]) * (Y[c] - Y[a]) - (Y[b] - Y[a]) * (X[c] - X[a])) / 2;
    }

    /// <summary>How a face (an index into <see cref="Faces"/>) is stretched.</summary>
    public FaceStretch Stretch(UnwrapSurface surface, int face)
    {
        var (a, b, c) = (Corners[3 * face], Corners[3 * face + 1], Corners[3 * face + 2]);
        var (p, q, r) = (surface.Positions[Vertices[a]], surface.Positions[Vertices[b]], surface.Positions[Vertices[c]]);
        return FaceStretch.Measure(p, q, r, X[a], Y[a], X[b], Y[b], X[c], Y[c]);
    }
}
