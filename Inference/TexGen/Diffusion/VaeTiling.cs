using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.TexGen.Diffusion;

/// <summary>
/// Runs the picture VAE in overlapping tiles and blends them linearly where they overlap, a quarter of a tile. Memory is then that of one tile; the result differs slightly
/// from that of the whole picture, since a tile's normalisations and attention see the tile alone. Source: huggingface/diffusers, AutoencoderKL, <c>tiled_encode</c> and
/// <c>tiled_decode</c>; ours keeps one row of tiles in memory.
/// </summary>
/// <param name="TilePixels">Pixels of a tile's side, a multiple of 4 latents (32 pixels of a full-size VAE).</param>
internal sealed record VaeTiling(int TilePixels)
{
    private const double Overlap = 0.25;

    /// <param name="pictures">[1, channels, height, width].</param>
    /// <param name="reduction">Pixels of a latent's side.</param>
    /// <param name="encode">Tile to moments.</param>
    public TensorData Encode(TensorData pictures, int reduction, Func<TensorData, TensorData> encode) =>
        Run(pictures, TilePixels, TilePixels / reduction, size => size / reduction, encode);

    /// <param name="latents">[1, channels, height, width].</param>
    /// <param name="decode">Tile to pixels.</param>
    public TensorData Decode(TensorData latents, int reduction, Func<TensorData, TensorData> decode) =>
        Run(latents, TilePixels / reduction, TilePixels, size => size * reduction, decode);

    private static TensorData Run(TensorData input, int tile, int resultTile, Func<long, long> resultSize, Func<TensorData, TensorData> network)
    {
        var (height, width) = (input.Shape[2], input.Shape[3]);
        if (height <= tile && width <= tile)
            return network(input);
        var (stride, blend) = ((int)(tile * (1 - Overlap)), (int)(resultTile * Overlap));
        var kept = resultTile - blend;
        TensorData? result = null;
        List<TensorData> above = [];
        for (var top = 0; top < height; top += stride)
        {
            List<TensorData> row = [];
            for (var left = 0; left < width; left += stride)
            {
                var part = network(Cut(input, top, left, tile));
                if (above.Count > 0)
                    BlendDown(above[row.Count], part, blend);
                if (row.Count > 0)
                    BlendRight(row[^1], part, blend);
                result ??= new TensorData(new float[part.Shape[1] * resultSize(height) * resultSize(width)], 1, part.Shape[1], resultSize(height), resultSize(width));
                Paste(part, result, top / stride * kept, left / stride * kept, kept);
                row.Add(part);
            }

            above = row;
        }

        return result!;
    }

    private static TensorData Cut(TensorData source, int top, int left, int tile)
    {
        var (channels, height, width) = ((int)source.Shape[1], (int)source.Shape[2], (int)source.Shape[3]);
        var (rows, columns) = (Math.Min(tile, height - top), Math.Min(tile, width - left));
        var part = new float[channels * rows * columns];
        for (var row = 0; row < channels * rows; row++)
        {
            var (channel, y) = (row / rows, row % rows);
            source.Values.AsSpan((channel * height + top + y) * width + left, columns).CopyTo(part.AsSpan(row * columns));
        }

        return new TensorData(part, 1, channels, rows, columns);
    }

    private static void BlendDown(TensorData upper, TensorData lower, int extent)
    {
        var (channels, above, below, width) = ((int)lower.Shape[1], (int)upper.Shape[2], (int)lower.Shape[2], (int)lower.Shape[3]);
        extent = Math.Min(extent, Math.Min(above, below));
        for (var row = 0; row < channels * extent; row++)
        {
            var (channel, y) = (row / extent, row % extent);
            var from = upper.Values.AsSpan((channel * above + above - extent + y) * width, width);
            var to = lower.Values.AsSpan((channel * below + y) * width, width);
            var share = (float)y / extent;
            for (var x = 0; x < width; x++)
                to[x] = from[x] * (1 - share) + to[x] * share;
        }
    }

    private static void BlendRight(TensorData left, TensorData right, int extent)
    {
        var (rows, before, after) = ((int)(right.Shape[1] * right.Shape[2]), (int)left.Shape[3], (int)right.Shape[3]);
        extent = Math.Min(extent, Math.Min(before, after));
        for (var row = 0; row < rows; row++)
        {
            var from = left.Values.AsSpan(row * before + before - extent, extent);
            var to = right.Values.AsSpan(row * after, extent);
            for (var x = 0; x < extent; x++)
            {
                var share = (float)x / extent;
                to[x] = from[x] * (1 - share) + to[x] * share;
            }
        }
    }

    private static void Paste(TensorData part, TensorData result, int top, int left, int kept)
    {
        var (channels, height, width) = ((int)result.Shape[1], (int)result.Shape[2], (int)result.Shape[3]);
        var (partRows, partColumns) = ((int)part.Shape[2], (int)part.Shape[3]);
        var (rows, columns) = (Math.Min(Math.Min(kept, partRows), height - top), Math.Min(Math.Min(kept, partColumns), width - left));
        for (var row = 0; row < channels * rows; row++)
        {
            var (channel, y) = (row / rows, row % rows);
            part.Values.AsSpan((channel * partRows + y) * partColumns, columns).CopyTo(result.Values.AsSpan((channel * height + top + y) * width + left));
        }
    }
}
