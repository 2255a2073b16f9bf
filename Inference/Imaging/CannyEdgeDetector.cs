namespace Hunyuan3D.Inference.Imaging;

/// <summary>
/// The edges of a grey picture (J. Canny, "A computational approach to edge detection", PAMI 1986) as <c>cv2.Canny</c> finds them, pixel for
/// pixel: 3x3 Sobel gradients, their L1 norm, thinning along one of four directions in fixed point, hysteresis over eight neighbours.
/// Source: opencv/opencv <c>modules/imgproc/src/canny.cpp</c>.
/// </summary>
internal static class CannyEdgeDetector
{
    /// <summary>tan 22.5 degrees in 15 fractional bits.</summary>
    private const int Tangent = 13573;
    private const int TangentBits = 15;

    /// <param name="grey">[height, width] u8.</param>
    /// <param name="low">A pixel whose gradient is above this continues an edge.</param>
    /// <param name="high">A pixel whose gradient is above this begins an edge.</param>
    /// <returns>[height, width] u8: 255 on edges, 0 elsewhere.</returns>
    public static byte[] Detect(ReadOnlyMemory<byte> grey, int width, int height, int low, int high)
    {
        if (grey.Length != width * height)
            throw new ArgumentException($"A {width}x{height} picture has {width * height} pixels, not {grey.Length}.", nameof(grey));
        var (gradientX, gradientY) = (new short[grey.Length], new short[grey.Length]);
        // Magnitudes carry a ring of zeros.
        var stride = width + 2;
        var magnitude = new int[stride * (height + 2)];
        Parallel.For(0, height, y => Sobel(grey.Span, width, height, y, gradientX, gradientY, magnitude.AsSpan((y + 1) * stride + 1, width)));

        var thin = new bool[grey.Length];
        Parallel.For(0, height, y =>
        {
            for (var x = 0; x < width; x++)
            {
                var at = (y + 1) * stride + x + 1;
                thin[y * width + x] = magnitude[at] > low && IsRidge(magnitude, at, stride, gradientX[y * width + x], gradientY[y * width + x]);
            }
        });

        var edges = new byte[grey.Length];
        var stack = new Stack<int>();
        for (var pixel = 0; pixel < edges.Length; pixel++)
        {
            if (thin[pixel] && edges[pixel] == 0 && magnitude[(pixel / width + 1) * stride + pixel % width + 1] > high)
                Trace(pixel, thin, width, height, edges, stack);
        }

        return edges;
    }

    private static void Sobel(ReadOnlySpan<byte> grey, int width, int height, int y, short[] gradientX, short[] gradientY, Span<int> magnitude)
    {
        var above = grey.Slice(Math.Max(y - 1, 0) * width, width);
        var row = grey.Slice(y * width, width);
        var below = grey.Slice(Math.Min(y + 1, height - 1) * width, width);
        for (var x = 0; x < width; x++)
        {
            var (left, right) = (Math.Max(x - 1, 0), Math.Min(x + 1, width - 1));
            var gx = above[right] - above[left] + 2 * (row[right] - row[left]) + below[right] - below[left];
            var gy = below[left] - above[left] + 2 * (below[x] - above[x]) + below[right] - above[right];
            (gradientX[y * width + x], gradientY[y * width + x]) = ((short)gx, (short)gy);
            magnitude[x] = Math.Abs(gx) + Math.Abs(gy);
        }
    }

    /// <summary>Whether the magnitude is greatest across the edge; of two equal neighbours in a row or column the first is kept.</summary>
    private static bool IsRidge(int[] magnitude, int at, int stride, int gx, int gy)
    {
        var value = magnitude[at];
        var (x, y) = (Math.Abs(gx), Math.Abs(gy) << TangentBits);
        var shallow = x * Tangent;
        if (y < shallow)
            return value > magnitude[at - 1] && value >= magnitude[at + 1];
        if (y > shallow + (x << TangentBits + 1))
            return value > magnitude[at - stride] && value >= magnitude[at + stride];
        var side = (gx ^ gy) < 0 ? -1 : 1;
        return value > magnitude[at - stride - side] && value > magnitude[at + stride + side];
    }

    private static void Trace(int start, bool[] thin, int width, int height, byte[] edges, Stack<int> stack)
    {
        edges[start] = 255;
        stack.Push(start);
        while (stack.TryPop(out var pixel))
        {
            var (x, y) = (pixel % width, pixel / width);
            for (var v = Math.Max(y - 1, 0); v <= Math.Min(y + 1, height - 1); v++)
            {
                for (var u = Math.Max(x - 1, 0); u <= Math.Min(x + 1, width - 1); u++)
                {
                    var next = v * width + u;
                    if (!thin[next] || edges[next] != 0)
                        continue;
                    edges[next] = 255;
                    stack.Push(next);
                }
            }
        }
    }
}
