using System.Numerics;
using System.Numerics.Tensors;

namespace Hunyuan3D.Inference.Imaging;

/// <summary>
/// Edges one pixel wide, as <c>cv2.Canny(grey, low, high)</c> of OpenCV 4.6 finds them, bit for bit: Sobel 3x3 with replicated border, magnitude |gx| + |gy|,
/// the ridge of the magnitude in four directions (tangents of 22.5 degrees in fixed point of 15 bits), then weak ridges that touch strong ones.
/// After J. Canny, "A computational approach to edge detection" (1986).
/// <para>
/// Gradients and ridges are found in parallel by strips of rows, with vector instructions; pixels are looked at one by one only where the magnitude exceeds the
/// lower threshold. Following the ridges is sequential and touches edge pixels only. Cost: a few bytes of traffic per pixel.
/// </para>
/// </summary>
internal static class CannyEdgeDetector
{
    private const int RowsPerStrip = 64;
    private const byte Weak = 1;
    private const byte Edge = 255;

    // tan(22.5 degrees) in units of 2^-15
    private const int TangentShift = 15;
    private const int Tangent = 13573;

    /// <param name="grey">[height * width].</param>
    /// <param name="low">Ridges above this magnitude count where they touch a strong one.</param>
    /// <param name="high">Ridges above this magnitude are strong.</param>
    /// <returns>[height * width]: 255 on an edge, otherwise 0.</returns>
    public static byte[] Detect(byte[] grey, int width, int height, int low, int high)
    {
        ArgumentNullException.ThrowIfNull(grey);
        if (grey.Length != width * height)
            throw new ArgumentException($"A {width}x{height} picture has {width * height} pixels, not {grey.Length}.", nameof(grey));
        var edges = new byte[grey.Length];
        var strips = (height + RowsPerStrip - 1) / RowsPerStrip;
        var strong = new List<int>[strips];
        Parallel.For(0, strips, strip =>
        {
            strong[strip] = [];
            var gradients = new GradientRows(grey, width, height);
            for (var y = strip * RowsPerStrip; y < Math.Min(height, (strip + 1) * RowsPerStrip); y++)
            {
                gradients.MoveTo(y);
                gradients.MarkRidges(edges.AsSpan(y * width, width), y * width, low, high, strong[strip]);
            }
        });
        Follow(edges, width, height, strong.SelectMany(pixels => pixels));
        Parallel.For(0, height, y =>
        {
            foreach (ref var pixel in edges.AsSpan(y * width, width))
                pixel = pixel == Edge ? Edge : (byte)0;
        });
        return edges;
    }

    private static void Follow(byte[] edges, int width, int height, IEnumerable<int> strong)
    {
        var waiting = new Stack<int>(strong);
        while (waiting.TryPop(out var pixel))
        {
            var (x, y) = (pixel % width, pixel / width);
            for (var row = Math.Max(0, y - 1); row <= Math.Min(height - 1, y + 1); row++)
            {
                for (var column = Math.Max(0, x - 1); column <= Math.Min(width - 1, x + 1); column++)
                {
                    var neighbour = (row * width) + column;
                    if (edges[neighbour] != Weak)
                        continue;
                    edges[neighbour] = Edge;
                    waiting.Push(neighbour);
                }
            }
        }
    }

    /// <summary>Gradients of the row in hand and the magnitudes of it and its two neighbours, each with a ring of one pixel.</summary>
    private sealed class GradientRows(byte[] grey, int width, int height)
    {
        private readonly short[] _source = new short[width + 2];

        // Rolling by row modulo 3: the sums (1 2 1) and differences (-1 0 1) along source rows, and the gradients.
        private readonly short[][] _sums = Rows(width);
        private readonly short[][] _differences = Rows(width);
        private readonly short[][] _gx = Rows(width);
        private readonly short[][] _gy = Rows(width);
        private readonly short[][] _magnitudes = Rows(width);
        private int _next = int.MinValue;

        /// <summary>Rows are asked for in ascending order.</summary>
        public void MoveTo(int y)
        {
            if (_next != y + 1)
            {
                Filter(y - 2);
                Filter(y - 1);
                Filter(y);
                Gradient(y - 1);
                Filter(y + 1);
                Gradient(y);
            }

            Filter(y + 2);
            Gradient(y + 1);
            _next = y + 2;
        }

        public void MarkRidges(Span<byte> states, int first, int low, int high, List<int> strong)
        {
            var y = _next - 2;
            var (above, here, below) = (At(_magnitudes, y - 1), At(_magnitudes, y), At(_magnitudes, y + 1));
            var (gx, gy) = (At(_gx, y), At(_gy, y));
            var threshold = new Vector<short>((short)Math.Clamp(low, short.MinValue, short.MaxValue));
            for (var block = 0; block < width; block += Vector<short>.Count)
            {
                var end = Math.Min(width, block + Vector<short>.Count);
                if (end - block == Vector<short>.Count && !Vector.GreaterThanAny(new Vector<short>(here, block + 1), threshold))
                    continue;
                for (var x = block; x < end; x++)
                {
                    if (here[x + 1] <= low || !IsRidge(above, here, below, x + 1, gx[x + 1], gy[x + 1]))
                        continue;
                    states[x] = Weak;
                    if (here[x + 1] <= high)
                        continue;
                    states[x] = Edge;
                    strong.Add(first + x);
                }
            }
        }

        private static bool IsRidge(short[] above, short[] here, short[] below, int x, int gx, int gy)
        {
            var magnitude = here[x];
            var vertical = Math.Abs(gy) << TangentShift;
            var flat = Math.Abs(gx) * Tangent;
            if (vertical < flat)
                return magnitude > here[x - 1] && magnitude >= here[x + 1];
            // tan(67.5 degrees) = tan(22.5 degrees) + 2
            if (vertical > flat + (Math.Abs(gx) << (TangentShift + 1)))
                return magnitude > above[x] && magnitude >= below[x];
            var side = (gx ^ gy) < 0 ? -1 : 1;
            return magnitude > above[x - side] && magnitude > below[x + side];
        }

        private void Filter(int row)
        {
            var pixels = grey.AsSpan(Math.Clamp(row, 0, height - 1) * width, width);
            TensorPrimitives.ConvertTruncating<byte, short>(pixels, _source.AsSpan(1));
            (_source[0], _source[width + 1]) = (pixels[0], pixels[^1]);
            var (sums, differences) = (At(_sums, row), At(_differences, row));
            var x = 1;
            for (; x + Vector<short>.Count <= width + 1; x += Vector<short>.Count)
            {
                var (left, centre, right) = (new Vector<short>(_source, x - 1), new Vector<short>(_source, x), new Vector<short>(_source, x + 1));
                (left + centre + centre + right).CopyTo(sums, x);
                (right - left).CopyTo(differences, x);
            }

            for (; x <= width; x++)
            {
                sums[x] = (short)(_source[x - 1] + (2 * _source[x]) + _source[x + 1]);
                differences[x] = (short)(_source[x + 1] - _source[x - 1]);
            }
        }

        private void Gradient(int row)
        {
            var (gx, gy, magnitudes) = (At(_gx, row), At(_gy, row), At(_magnitudes, row));
            if (row < 0 || row >= height)
            {
                magnitudes.AsSpan().Clear();
                return;
            }

            var (sumsAbove, sumsBelow) = (At(_sums, row - 1), At(_sums, row + 1));
            var (above, here, below) = (At(_differences, row - 1), At(_differences, row), At(_differences, row + 1));
            var x = 1;
            for (; x + Vector<short>.Count <= width + 1; x += Vector<short>.Count)
            {
                var centre = new Vector<short>(here, x);
                var horizontal = new Vector<short>(above, x) + centre + centre + new Vector<short>(below, x);
                var vertical = new Vector<short>(sumsBelow, x) - new Vector<short>(sumsAbove, x);
                horizontal.CopyTo(gx, x);
                vertical.CopyTo(gy, x);
                (Vector.Abs(horizontal) + Vector.Abs(vertical)).CopyTo(magnitudes, x);
            }

            for (; x <= width; x++)
            {
                gx[x] = (short)(above[x] + (2 * here[x]) + below[x]);
                gy[x] = (short)(sumsBelow[x] - sumsAbove[x]);
                magnitudes[x] = (short)(Math.Abs((int)gx[x]) + Math.Abs((int)gy[x]));
            }
        }

        private static short[] At(short[][] rows, int row) => rows[(row + 3) % 3];

        private static short[][] Rows(int width) => [new short[width + 2], new short[width + 2], new short[width + 2]];
    }
}
