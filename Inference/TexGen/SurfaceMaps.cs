using System.Numerics;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// The maps of a view that condition the paint model. Normals: <c>(n + 1) / 2</c> of the interpolated, not renormalised, world normal.
/// Positions: <c>0.5 - p / 1.15</c>. Background white, no antialiasing, 8 bits by truncation.
/// Source: Hunyuan3D-2 <c>mesh_render.py</c>, <c>render_normal</c> and <c>render_position</c>.
/// </summary>
internal sealed class SurfaceMaps
{
    private readonly RasterImage _raster;
    private readonly int[] _indices;
    private readonly Vector3[] _normals;
    private readonly Vector3[] _positions;

    /// <param name="raster">The mesh as the view's camera sees it.</param>
    public SurfaceMaps(RenderMesh mesh, RasterImage raster)
    {
        (_raster, _indices) = (raster, mesh.Indices);
        _normals = RenderNormals.Compute(mesh.Positions, mesh.Indices);
        _positions = Array.ConvertAll(mesh.Positions, p => new Vector3(0.5f) - (p / MeshNormalizer.Scale));
    }

    /// <summary>[height * width] colours in 0..1.</summary>
    public Vector3[] NormalColours() => Colours(NormalRow);

    /// <summary>[height * width] colours in 0..1.</summary>
    public Vector3[] PositionColours() => Colours(PositionRow);

    public Picture NormalPicture() => ToPicture(NormalRow);

    public Picture PositionPicture() => ToPicture(PositionRow);

    private void NormalRow(int row, Span<Vector3> colours)
    {
        Interpolate(row, _normals, colours);
        foreach (ref var colour in colours)
            colour = (colour + Vector3.One) * 0.5f;
    }

    private void PositionRow(int row, Span<Vector3> colours) => Interpolate(row, _positions, colours);

    private void Interpolate(int row, Vector3[] attributes, Span<Vector3> values)
    {
        var faces = _raster.FaceIds.AsSpan(row * _raster.Width, _raster.Width);
        var weights = _raster.Barycentrics.AsSpan(row * _raster.Width, _raster.Width);
        for (var x = 0; x < values.Length; x++)
        {
            if (faces[x] == 0)
            {
                values[x] = Vector3.One;
                continue;
            }

            var corner = (faces[x] - 1) * 3;
            var w = weights[x];
            values[x] = (attributes[_indices[corner]] * w.X) + (attributes[_indices[corner + 1]] * w.Y) + (attributes[_indices[corner + 2]] * w.Z);
        }
    }

    private Vector3[] Colours(RowShader shade)
    {
        var colours = new Vector3[_raster.FaceIds.Length];
        Parallel.For(0, _raster.Height, row => shade(row, colours.AsSpan(row * _raster.Width, _raster.Width)));
        return colours;
    }

    private Picture ToPicture(RowShader shade)
    {
        var picture = new Picture(_raster.Width, _raster.Height);
        Parallel.For(0, _raster.Height, () => new Vector3[_raster.Width], (row, _, colours) =>
        {
            shade(row, colours);
            var pixels = picture.Pixels.AsSpan(row * _raster.Width * 4, _raster.Width * 4);
            for (var x = 0; x < colours.Length; x++)
            {
                var colour = colours[x] * 255f;
                pixels[(x * 4) + 0] = (byte)colour.X;
                pixels[(x * 4) + 1] = (byte)colour.Y;
                pixels[(x * 4) + 2] = (byte)colour.Z;
                pixels[(x * 4) + 3] = 255;
            }

            return colours;
        }, _ => { });
        return picture;
    }

    private delegate void RowShader(int row, Span<Vector3> colours);
}
