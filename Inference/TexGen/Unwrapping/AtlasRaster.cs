namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// How the texture is divided for packing: at most 1024 cells across, each a whole number of texels, inside a border of one texel.
/// Charts stay <see cref="GutterTexels"/> texels apart, across the border too where a sampler repeats the texture.
/// </summary>
internal sealed class AtlasRaster
{
    /// <summary>Bilinear samples of two charts that are two texels apart share no texel.</summary>
    public const int GutterTexels = 2;

    private const int MostCells = 1024;
    private const int BorderTexels = GutterTexels / 2;

    private readonly int _textureSize;

    public AtlasRaster(int textureSize)
    {
        _textureSize = textureSize;
        CellTexels = (textureSize + MostCells - 1) / MostCells;
        Cells = (textureSize - 2 * BorderTexels) / CellTexels;
        GutterCells = (GutterTexels + CellTexels - 1) / CellTexels;
    }

    /// <summary>Texels across one cell.</summary>
    public int CellTexels { get; }

    /// <summary>Cells across the atlas.</summary>
    public int Cells { get; }

    /// <summary>Free cells between charts.</summary>
    public int GutterCells { get; }

    /// <summary>Cells that cover the whole texture, border included.</summary>
    public double TextureCells => (double)_textureSize / CellTexels;

    /// <summary>Lattice coordinate of a coordinate in cells.</summary>
    public int ToLattice(double cells) => (int)Math.Round((cells * CellTexels + BorderTexels) / _textureSize * UvLattice.Size);
}
