using Hunyuan3D.Inference.Tensors;
using Hunyuan3D.Inference.TexGen.Diffusion;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen.Diffusion;

/// <summary>The VAE's tiles against the official order of work, written down plainly: all tiles first, then all blending, then all cutting.</summary>
public sealed class VaeTilingTests
{
    private const int Reduction = 4;
    private const int Tile = 32;
    private const float Rounding = 1e-5f;

    [Theory]
    [InlineData(16, 16), InlineData(9, 13), InlineData(20, 8), InlineData(11, 5)]
    public void Decode_TilesOfAPositionDependentNetwork_AreBlendedAsUpstream(int height, int width)
    {
        var latents = Random(2, height, width);
        var actual = new VaeTiling(Tile).Decode(latents, Reduction, Enlarge);
        var expected = Plain(latents, Tile / Reduction, Tile, Enlarge);
        Close(expected, actual, 2, height * Reduction, width * Reduction);
    }

    [Theory]
    [InlineData(64, 64), InlineData(40, 56)]
    public void Encode_TilesOfAPositionDependentNetwork_AreBlendedAsUpstream(int height, int width)
    {
        var pictures = Random(3, height, width);
        var actual = new VaeTiling(Tile).Encode(pictures, Reduction, Shrink);
        Close(Plain(pictures, Tile, Tile / Reduction, Shrink), actual, 3, height / Reduction, width / Reduction);
    }

    [Fact]
    public void Decode_PictureOfOneTile_IsLeftWhole()
    {
        var calls = 0;
        new VaeTiling(Tile).Decode(Random(1, 8, 8), Reduction, tile =>
        {
            calls++;
            Assert.Equal([1, 1, 8, 8], tile.Shape);
            return Enlarge(tile);
        });
        Assert.Equal(1, calls);
    }

    private static void Close(float[][,] expected, TensorData actual, int channels, int height, int width)
    {
        Assert.Equal([1, channels, height, width], actual.Shape);
        for (var channel = 0; channel < channels; channel++)
        {
            Assert.Equal((height, width), (expected[channel].GetLength(0), expected[channel].GetLength(1)));
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                    Assert.Equal(expected[channel][y, x], actual.Values[(channel * height + y) * width + x], Rounding);
            }
        }
    }

    // Values that depend on the place inside the tile, so that every overlap disagrees.
    private static TensorData Enlarge(TensorData tile) => Map(tile, size => size * Reduction, (y, x) => (y / Reduction, x / Reduction));

    private static TensorData Shrink(TensorData tile) => Map(tile, size => size / Reduction, (y, x) => (y * Reduction, x * Reduction));

    private static TensorData Map(TensorData tile, Func<int, int> size, Func<int, int, (int Y, int X)> source)
    {
        var (channels, height, width) = ((int)tile.Shape[1], (int)tile.Shape[2], (int)tile.Shape[3]);
        var (rows, columns) = (size(height), size(width));
        var values = new float[channels * rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            var (channel, y, x) = (i / (rows * columns), i / columns % rows, i % columns);
            var from = source(y, x);
            values[i] = tile.Values[(channel * height + from.Y) * width + from.X] + 0.01f * y - 0.02f * x;
        }

        return new TensorData(values, 1, channels, rows, columns);
    }

    private static float[][,] Plain(TensorData input, int tile, int resultTile, Func<TensorData, TensorData> network)
    {
        var (channels, height, width) = ((int)input.Shape[1], (int)input.Shape[2], (int)input.Shape[3]);
        var (stride, blend) = (tile * 3 / 4, resultTile / 4);
        var kept = resultTile - blend;
        var results = new float[channels][,];
        for (var channel = 0; channel < channels; channel++)
        {
            var tiles = new List<List<float[,]>>();
            for (var top = 0; top < height; top += stride)
            {
                tiles.Add([]);
                for (var left = 0; left < width; left += stride)
                {
                    var (rows, columns) = (Math.Min(tile, height - top), Math.Min(tile, width - left));
                    var part = new float[rows * columns];
                    for (var i = 0; i < part.Length; i++)
                        part[i] = input.Values[(channel * height + top + i / columns) * width + left + i % columns];
                    var result = network(new TensorData(part, 1, 1, rows, columns));
                    var grid = new float[result.Shape[2], result.Shape[3]];
                    for (var i = 0; i < grid.Length; i++)
                        grid[i / grid.GetLength(1), i % grid.GetLength(1)] = result.Values[i];
                    tiles[^1].Add(grid);
                }
            }

            for (var i = 0; i < tiles.Count; i++)
            {
                for (var j = 0; j < tiles[i].Count; j++)
                {
                    if (i > 0) BlendRows(tiles[i - 1][j], tiles[i][j], blend);
                    if (j > 0) BlendColumns(tiles[i][j - 1], tiles[i][j], blend);
                }
            }

            var lines = tiles.SelectMany(row => Enumerable.Range(0, Math.Min(kept, row[0].GetLength(0))).Select(y =>
                row.SelectMany(grid => Enumerable.Range(0, Math.Min(kept, grid.GetLength(1))).Select(x => grid[y, x])).ToArray())).ToArray();
            results[channel] = new float[lines.Length, lines[0].Length];
            for (var y = 0; y < lines.Length; y++)
            {
                for (var x = 0; x < lines[0].Length; x++)
                    results[channel][y, x] = lines[y][x];
            }
        }

        return results;
    }

    private static void BlendRows(float[,] a, float[,] b, int extent)
    {
        extent = Math.Min(extent, Math.Min(a.GetLength(0), b.GetLength(0)));
        for (var y = 0; y < extent; y++)
        {
            for (var x = 0; x < b.GetLength(1); x++)
                b[y, x] = a[a.GetLength(0) - extent + y, x] * (1 - (float)y / extent) + b[y, x] * ((float)y / extent);
        }
    }

    private static void BlendColumns(float[,] a, float[,] b, int extent)
    {
        extent = Math.Min(extent, Math.Min(a.GetLength(1), b.GetLength(1)));
        for (var y = 0; y < b.GetLength(0); y++)
        {
            for (var x = 0; x < extent; x++)
                b[y, x] = a[y, a.GetLength(1) - extent + x] * (1 - (float)x / extent) + b[y, x] * ((float)x / extent);
        }
    }

    private static TensorData Random(int channels, int height, int width)
    {
        var random = new Random(height * width);
        return new TensorData([.. Enumerable.Range(0, channels * height * width).Select(_ => random.NextSingle())], 1, channels, height, width);
    }
}
