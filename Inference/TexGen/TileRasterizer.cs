using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// The inner loop of <see cref="Rasterizer"/>: draws the faces of one tile, eight pixels of a row at a time. Every lane computes exactly the scalar formula
/// (no values carried from pixel to pixel, no fused multiply-adds), so the vector width does not show in the result.
/// </summary>
internal static unsafe class TileRasterizer
{
    public const int Width = 64;
    public const int Height = 32;

    // Eight pixels may start at the last column; their lanes beyond the tile are masked but loaded and stored.
    private const int Stride = Width + 8;
    private const float DepthSteps = 262144;

    // The largest float below 2^31: depth beyond it is one step, instead of an integer overflow.
    private const float DeepestStep = 2147483520f;

    /// <param name="faces">The faces that may touch the tile, ascending.</param>
    /// <param name="affine">All w are 1: weights are made to add up to 1; otherwise they are left as they are on the screen.</param>
    [SkipLocalsInit]
    public static void Draw(FaceSetup[] setups, ReadOnlySpan<int> faces, RasterImage image, int left, int top, bool affine)
    {
        var ids = stackalloc int[Stride * Height];
        var depths = stackalloc int[Stride * Height];
        var betas = stackalloc float[Stride * Height];
        var gammas = stackalloc float[Stride * Height];
        new Span<int>(ids, Stride * Height).Clear();
        new Span<int>(depths, Stride * Height).Fill(int.MaxValue);

        foreach (var face in faces)
            DrawFace(setups[face], face + 1, left, top, ids, depths, betas, gammas);

        var (width, height) = (Math.Min(Width, image.Width - left), Math.Min(Height, image.Height - top));
        for (var y = 0; y < height; y++)
        {
            var pixel = ((top + y) * image.Width) + left;
            new ReadOnlySpan<int>(ids + (y * Stride), width).CopyTo(image.FaceIds.AsSpan(pixel));
            WriteWeights(ids + (y * Stride), betas + (y * Stride), gammas + (y * Stride), image.Barycentrics.AsSpan(pixel, width), affine);
        }
    }

    private static void DrawFace(in FaceSetup f, int id, int left, int top, int* ids, int* depths, float* betas, float* gammas)
    {
        var (x0, x1) = (Math.Max(f.Left, left), Math.Min(f.Right, left + Width));
        var (y0, y1) = (Math.Max(f.Top, top), Math.Min(f.Bottom, top + Height));
        var lanes = Vector256<int>.Indices;
        var (acX, acY, abX, abY) = (f.AcX, Vector256.Create(f.AcY), f.AbX, Vector256.Create(f.AbY));
        var (originX, inverseArea) = (Vector256.Create(f.X), Vector256.Create(f.InverseArea));
        var (depthA, depthB, depthC) = (Vector256.Create(f.DepthA), Vector256.Create(f.DepthB), Vector256.Create(f.DepthC));
        var zero = Vector256<float>.Zero;

        for (var x = x0; x < x1; x += 8)
        {
            var columns = Vector256.Create(x) + lanes;
            var inRange = Vector256.LessThan(columns, Vector256.Create(x1)).AsSingle();
            var dx = (Vector256.ConvertToSingle(columns) + Vector256.Create(0.5f)) - originX;
            var (betaColumn, gammaColumn) = (dx * acY, dx * abY);
            for (var y = y0; y < y1; y++)
            {
                var dy = (y + 0.5f) - f.Y;
                var beta = (Vector256.Create(acX * dy) - betaColumn) * inverseArea;
                var gamma = (gammaColumn - Vector256.Create(abX * dy)) * inverseArea;
                var inside = inRange & Vector256.GreaterThanOrEqual(beta, zero) & Vector256.GreaterThanOrEqual(gamma, zero);
                if (inside.AsInt32() == Vector256<int>.Zero)
                    continue;

                // All three at least 0 and alpha = 1 - beta - gamma: none can be above 1, also after rounding.
                var alpha = Alpha(beta, gamma);
                inside &= Vector256.GreaterThanOrEqual(alpha, zero);

                var depth = ((alpha * depthA) + (beta * depthB)) + (gamma * depthC);
                inside &= Vector256.GreaterThanOrEqual(depth, zero);
                var step = Vector256.ConvertToInt32Native(Vector256.MinNative(depth * Vector256.Create(DepthSteps), Vector256.Create(DeepestStep)));
                var offset = ((y - top) * Stride) + (x - left);
                var nearest = Vector256.Load(depths + offset);
                var wins = inside.AsInt32() & Vector256.LessThan(step, nearest);
                Vector256.ConditionalSelect(wins, step, nearest).Store(depths + offset);
                Vector256.ConditionalSelect(wins, Vector256.Create(id), Vector256.Load(ids + offset)).Store(ids + offset);
                Vector256.ConditionalSelect(wins.AsSingle(), beta, Vector256.Load(betas + offset)).Store(betas + offset);
                Vector256.ConditionalSelect(wins.AsSingle(), gamma, Vector256.Load(gammas + offset)).Store(gammas + offset);
            }
        }
    }

    /// <summary>1 - beta - gamma in double, rounded once, as the original evaluates it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Alpha(Vector256<float> beta, Vector256<float> gamma)
    {
        var (betaLow, betaHigh) = Vector256.Widen(beta);
        var (gammaLow, gammaHigh) = Vector256.Widen(gamma);
        var one = Vector256<double>.One;
        return Vector256.Narrow((one - betaLow) - gammaLow, (one - betaHigh) - gammaHigh);
    }

    private static void WriteWeights(int* ids, float* betas, float* gammas, Span<Vector3> weights, bool affine)
    {
        var block = stackalloc float[24];
        for (var x = 0; x < weights.Length; x += 8)
        {
            var covered = Vector256.GreaterThan(Vector256.Load(ids + x), Vector256<int>.Zero).AsSingle();
            if (covered.AsInt32() == Vector256<int>.Zero)
            {
                weights[x..Math.Min(x + 8, weights.Length)].Clear();
                continue;
            }

            var (beta, gamma) = (Vector256.Load(betas + x), Vector256.Load(gammas + x));
            var alpha = Alpha(beta, gamma);
            if (affine)
            {
                var scale = Vector256<float>.One / ((alpha + beta) + gamma);
                (alpha, beta, gamma) = (alpha * scale, beta * scale, gamma * scale);
            }

            // Pixels without a face hold whatever was on the stack.
            Interleave(alpha & covered, beta & covered, gamma & covered, block);
            new ReadOnlySpan<Vector3>(block, Math.Min(8, weights.Length - x)).CopyTo(weights[x..]);
        }
    }

    /// <summary>Writes a0 b0 c0 a1 b1 c1 ...: 24 floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(Vector256<float> a, Vector256<float> b, Vector256<float> c, float* destination)
    {
        var everyThird = Vector256.Create(-1, 0, 0, -1, 0, 0, -1, 0).AsSingle();
        var next = Vector256.Create(0, -1, 0, 0, -1, 0, 0, -1).AsSingle();
        var last = Vector256.Create(0, 0, -1, 0, 0, -1, 0, 0).AsSingle();
        var (first, middle, end) = (Vector256.Create(0, 0, 0, 1, 1, 1, 2, 2), Vector256.Create(2, 3, 3, 3, 4, 4, 4, 5), Vector256.Create(5, 5, 6, 6, 6, 7, 7, 7));
        Select(everyThird, Vector256.Shuffle(a, first), next, Vector256.Shuffle(b, first), Vector256.Shuffle(c, first)).Store(destination);
        Select(next, Vector256.Shuffle(a, middle), last, Vector256.Shuffle(b, middle), Vector256.Shuffle(c, middle)).Store(destination + 8);
        Select(last, Vector256.Shuffle(a, end), everyThird, Vector256.Shuffle(b, end), Vector256.Shuffle(c, end)).Store(destination + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Select(Vector256<float> whereA, Vector256<float> a, Vector256<float> whereB, Vector256<float> b, Vector256<float> c)
        => Vector256.ConditionalSelect(whereA, a, Vector256.ConditionalSelect(whereB, b, c));
}
