using System.Buffers;
using System.Numerics;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// Spreads splats over the four texels around them by bilinear weights and divides by the sum of weights.
/// Source: Hunyuan3D-2, <c>mesh_render.py</c>, <c>linear_grid_put_2d</c>.
/// <para>
/// Parallel over bands of texel rows: splats are sorted by band with a counting sort that keeps their order, and a band's texels
/// are written by that band only, so every texel adds up in the order of the splats, whatever the number of threads. Cost: about 80 bytes
/// of traffic per splat and 80 per texel.
/// </para>
/// </summary>
internal sealed class SplatAccumulator(int size)
{
    private const int RowsPerBand = 32;
    private const int SplatsPerRun = 32768;

    private static readonly float[] Levels = [.. Enumerable.Range(0, 256).Select(level => (float)(level / 255.0))];

    private readonly int _bands = (size + RowsPerBand - 1) / RowsPerBand;
    private readonly Vector4[] _texels = new Vector4[size * size];
    private readonly float[] _weights = new float[size * size];

    /// <summary>Texels per row and rows.</summary>
    public int Size => size;

    /// <summary>The splats of one view. The result is overwritten by the next call.</summary>
    public ViewTexture Accumulate(Splat[] splats, int count)
    {
        var runs = Math.Max(1, (count + SplatsPerRun - 1) / SplatsPerRun);
        // cursors[run, band]: the number of the run's splats that touch the band, then where the next one goes.
        var cursors = new int[runs * _bands];
        Parallel.For(0, runs, run =>
        {
            for (var i = run * SplatsPerRun; i < Math.Min(count, (run + 1) * SplatsPerRun); i++)
            {
                var (first, last) = Bands(splats[i]);
                cursors[(run * _bands) + first]++;
                if (last != first)
                    cursors[(run * _bands) + last]++;
            }
        });
        var (starts, total) = Starts(cursors, runs);

        var order = ArrayPool<int>.Shared.Rent(Math.Max(1, total));
        Parallel.For(0, runs, run =>
        {
            for (var i = run * SplatsPerRun; i < Math.Min(count, (run + 1) * SplatsPerRun); i++)
            {
                var (first, last) = Bands(splats[i]);
                order[cursors[(run * _bands) + first]++] = i;
                if (last != first)
                    order[cursors[(run * _bands) + last]++] = i;
            }
        });
        Parallel.For(0, _bands, band => FillBand(splats, order.AsSpan(starts[band], starts[band + 1] - starts[band]), band));
        ArrayPool<int>.Shared.Return(order);
        return new ViewTexture(size, _texels);
    }

    private (int[] Starts, int Total) Starts(int[] cursors, int runs)
    {
        var starts = new int[_bands + 1];
        var total = 0;
        for (var band = 0; band < _bands; band++)
        {
            starts[band] = total;
            for (var run = 0; run < runs; run++)
            {
                var count = cursors[(run * _bands) + band];
                cursors[(run * _bands) + band] = total;
                total += count;
            }
        }

        starts[_bands] = total;
        return (starts, total);
    }

    private void FillBand(Splat[] splats, ReadOnlySpan<int> order, int band)
    {
        var (top, bottom) = (band * RowsPerBand, Math.Min(size, (band + 1) * RowsPerBand));
        var texels = _texels.AsSpan(top * size, (bottom - top) * size);
        var weights = _weights.AsSpan(top * size, (bottom - top) * size);
        texels.Clear();
        weights.Clear();
        foreach (var index in order)
        {
            ref readonly var splat = ref splats[index];
            var (row, column) = (Corner(splat.Row), Corner(splat.Column));
            var (h, w) = (splat.Row - row, splat.Column - column);
            var value = new Vector4(Levels[splat.Rgba & 255], Levels[(splat.Rgba >> 8) & 255], Levels[(splat.Rgba >> 16) & 255], splat.Cosine);
            if (row >= top)
                Add(texels, weights, ((row - top) * size) + column, value, 1 - h, w);
            if (row + 1 < bottom)
                Add(texels, weights, ((row + 1 - top) * size) + column, value, h, w);
        }

        for (var i = 0; i < texels.Length; i++)
        {
            if (weights[i] > 0)
                texels[i] /= weights[i];
        }
    }

    private static void Add(Span<Vector4> texels, Span<float> weights, int texel, Vector4 value, float rowWeight, float w)
    {
        var (left, right) = (rowWeight * (1 - w), rowWeight * w);
        texels[texel] += value * left;
        texels[texel + 1] += value * right;
        weights[texel] += left;
        weights[texel + 1] += right;
    }

    private (int First, int Last) Bands(in Splat splat)
    {
        var row = Corner(splat.Row);
        return (row / RowsPerBand, (row + 1) / RowsPerBand);
    }

    private int Corner(float coordinate) => Math.Clamp((int)MathF.Floor(coordinate), 0, size - 2);
}
