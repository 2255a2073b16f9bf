namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>Where all charts lie in the atlas, at one scale for all.</summary>
/// <param name="CellsPerUnit">The scale.</param>
/// <param name="Placements">[charts].</param>
internal sealed record AtlasLayout(AtlasRaster Raster, double CellsPerUnit, AtlasPlacement[] Placements)
{
    /// <summary>The part of the atlas that charts of that total area cover.</summary>
    public double Coverage(double area) => area * CellsPerUnit * CellsPerUnit / (Raster.TextureCells * Raster.TextureCells);

    /// <summary>The chart's vertices on the UV lattice.</summary>
    public (int[] U, int[] V) Place(Chart chart, int index)
    {
        var place = Placements[index];
        var (u, v) = (new int[chart.X.Length], new int[chart.X.Length]);
        for (var i = 0; i < u.Length; i++)
        {
            var (x, y) = (chart.X[i] * CellsPerUnit, chart.Y[i] * CellsPerUnit);
            (x, y) = place.Turn switch
            {
                0 => (x, y),
                1 => (place.Height - y, x),
                2 => (place.Width - x, place.Height - y),
                _ => (y, place.Width - x),
            };
            (u[i], v[i]) = (Raster.ToLattice(place.X + x), Raster.ToLattice(place.Y + y));
        }

        return (u, v);
    }
}
