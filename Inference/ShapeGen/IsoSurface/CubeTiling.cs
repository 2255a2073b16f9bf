namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>The triangles of one cell.</summary>
/// <param name="triangles">[faces * 3], edges of the cell or <see cref="CubeCell.CentreVertex"/>; outward winding.</param>
internal sealed class CubeTiling(byte[] triangles)
{
    public byte[] Triangles { get; } = triangles;

    public int FaceCount => Triangles.Length / 3;

    public bool HasCentre { get; } = triangles.Contains(CubeCell.CentreVertex);
}
