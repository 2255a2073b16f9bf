using System.Buffers;
using System.Runtime.InteropServices;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// Gives every texel outside the charts the colour of the nearest texel inside one, so that neither bilinear nor mip-mapped sampling ever reads background.
/// <para>
/// The nearest texel is exact (Euclidean), found by the separable method of Meijster, Roerdink and Hesselink, "A general algorithm for computing distance
/// transforms in linear time" (2000), kept as an index instead of a distance: first the nearest filled row in each column, then per row
/// the lower envelope of the columns' parabolas. Ties go to the upper row and to the left column. Cost: linear in texels, parallel over column strips and rows.
/// </para>
/// </summary>
internal static class GutterFiller
{
    private const int StripWidth = 128;

    // Farther than any texel of a 16384^2 picture, and its square fits an int.
    private const int Nowhere = 30000;

    /// <summary>Fills in place; alpha becomes opaque. A picture with no filled texel stays as it is.</summary>
    /// <param name="filled">[height * width]: texels whose colour counts.</param>
    public static void Fill(Picture texture, bool[] filled)
    {
        ArgumentNullException.ThrowIfNull(texture);
        ArgumentNullException.ThrowIfNull(filled);
        var (width, height) = (texture.Width, texture.Height);
        if (filled.Length != width * height)
            throw new ArgumentException($"Expected {width * height} flags for a {width}x{height} texture, not {filled.Length}.", nameof(filled));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(width, height), 16384, nameof(texture));

        // [height, width]: rows up (negative) or down to the nearest filled texel of the column.
        var offsets = ArrayPool<short>.Shared.Rent(width * height);
        var strips = (width + StripWidth - 1) / StripWidth;
        Parallel.For(0, strips, strip => NearestRows(filled, offsets, width, height, strip * StripWidth, Math.Min(width, (strip + 1) * StripWidth)));
        Parallel.For(0, height, () => new Envelope(width), (row, _, envelope) =>
        {
            FillRow(texture, filled, offsets.AsSpan(row * width, width), row, envelope);
            return envelope;
        }, _ => { });
        ArrayPool<short>.Shared.Return(offsets);
    }

    private static void NearestRows(bool[] filled, short[] offsets, int width, int height, int left, int right)
    {
        for (var x = left; x < right; x++)
            offsets[x] = filled[x] ? (short)0 : (short)-Nowhere;
        for (var y = 1; y < height; y++)
        {
            for (var i = (y * width) + left; i < (y * width) + right; i++)
            {
                var above = offsets[i - width];
                offsets[i] = filled[i] ? (short)0 : above == -Nowhere ? above : (short)(above - 1);
            }
        }

        for (var y = height - 2; y >= 0; y--)
        {
            for (var i = (y * width) + left; i < (y * width) + right; i++)
            {
                var below = offsets[i + width];
                // Not (below + 1 == 0): a texel under this one that looks up finds nothing nearer than this one does.
                if (below >= 0 && below + 1 < -offsets[i])
                    offsets[i] = (short)(below + 1);
            }
        }
    }

    private static void FillRow(Picture texture, bool[] filled, ReadOnlySpan<short> offsets, int row, Envelope envelope)
    {
        var width = texture.Width;
        var flags = filled.AsSpan(row * width, width);
        if (!flags.Contains(false) || !envelope.Build(offsets, -Nowhere))
            return;

        var pixels = MemoryMarshal.Cast<byte, uint>(texture.Pixels.AsSpan());
        var opaque = MemoryMarshal.Cast<byte, uint>((ReadOnlySpan<byte>)[0, 0, 0, 255])[0];
        var segment = envelope.Count - 1;
        for (var x = width - 1; x >= 0; x--)
        {
            while (envelope.Starts[segment] > x)
                segment--;
            if (flags[x])
                continue;
            var column = envelope.Columns[segment];
            pixels[(row * width) + x] = pixels[((row + offsets[column]) * width) + column] | opaque;
        }
    }

    /// <summary>The lower envelope of the parabolas (x - column)^2 + offset(column)^2 of one row.</summary>
    private sealed class Envelope(int width)
    {
        public int[] Columns { get; } = new int[width];

        /// <summary>First x at which a column is the nearest.</summary>
        public int[] Starts { get; } = new int[width];

        public int Count { get; private set; }

        /// <summary>False when no column has a filled texel.</summary>
        public bool Build(ReadOnlySpan<short> offsets, short nowhere)
        {
            Count = 0;
            for (var u = 0; u < offsets.Length; u++)
            {
                if (offsets[u] == nowhere)
                    continue;
                var start = 0;
                while (Count > 0)
                {
                    start = FirstNearer(offsets, Columns[Count - 1], u);
                    if (start > Starts[Count - 1])
                        break;
                    Count--;
                    start = 0;
                }

                if (start >= offsets.Length)
                    continue;
                (Columns[Count], Starts[Count]) = (u, start);
                Count++;
            }

            return Count > 0;
        }

        /// <summary>The first x, at least 0, where column u is strictly nearer than column i &lt; u.</summary>
        private static int FirstNearer(ReadOnlySpan<short> offsets, int i, int u)
        {
            // (x-u)^2 + g(u) < (x-i)^2 + g(i)  <=>  2 x (u-i) > u^2 - i^2 + g(u) - g(i)
            var (gi, gu) = ((long)offsets[i] * offsets[i], (long)offsets[u] * offsets[u]);
            var bound = ((long)u * u) - ((long)i * i) + gu - gi;
            return bound < 0 ? 0 : (int)Math.Min(int.MaxValue, (bound / (2L * (u - i))) + 1);
        }
    }
}
