namespace Hunyuan3D.Inference.Imaging.Inpainting;

/// <summary>
/// The order in which the fast marching method (J. A. Sethian, "A fast marching level set method for monotonically advancing fronts", 1996)
/// reaches the pixels of holes from their rims, as OpenCV's <c>cv2.inpaint</c> visits them. It depends on the holes' shape alone, not on
/// colours.
/// Cost: one heap operation in and out per pixel, about 0.1 microseconds.
/// </summary>
internal sealed class MarchingOrder
{
    /// <summary>
    /// Width of the ring around the picture; ranks and colours share this padding, so that neighbours need no border test.
    /// </summary>
    public const int Pad = 4;

    /// <summary>The rank of a pixel that is reached never, or not yet.</summary>
    public const int Unreached = int.MaxValue;

    private const float Far = 1e6f;

    private const int PopsPerCancellationCheck = 1 << 14;

    private readonly float[] _distance;
    private readonly List<int> _sequence = [];

    private MarchingOrder(int width, int height)
    {
        (Width, Height, Stride) = (width, height, width + 2 * Pad);
        Rank = new int[Stride * (height + 2 * Pad)];
        _distance = new float[Rank.Length];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Padded pixels per row.</summary>
    public int Stride { get; }

    /// <summary>[height + 2 Pad, Stride]: 0 outside of holes, else 1, 2, ... as the pixel is reached.</summary>
    public int[] Rank { get; }

    /// <summary>The padded indices of the reached pixels by rank.</summary>
    public IReadOnlyList<int> Sequence => _sequence;

    /// <param name="holes">[height, width], non-zero in holes.</param>
    public static MarchingOrder Of(ReadOnlySpan<byte> holes, int width, int height, CancellationToken cancellationToken)
    {
        var order = new MarchingOrder(width, height);
        var front = order.Begin(holes);
        for (var pops = 1; front.TryPop(out var at); pops++)
        {
            if (pops % PopsPerCancellationCheck == 0)
                cancellationToken.ThrowIfCancellationRequested();
            order.Reach(at - order.Stride, front);
            order.Reach(at - 1, front);
            order.Reach(at + order.Stride, front);
            order.Reach(at + 1, front);
        }

        return order;
    }

    public int Index(int x, int y) => (y + Pad) * Stride + x + Pad;

    private MarchingFront Begin(ReadOnlySpan<byte> holes)
    {
        _distance.AsSpan().Fill(Far);
        for (var y = 0; y < Height; y++)
        {
            var from = holes.Slice(y * Width, Width);
            var to = Rank.AsSpan(Index(0, y), Width);
            for (var x = 0; x < from.Length; x++)
                to[x] = from[x] != 0 ? Unreached : 0;
        }

        var front = new MarchingFront();
        for (var y = 0; y < Height; y++)
        {
            for (var at = Index(0, y); at < Index(Width, y); at++)
            {
                if (Rank[at] != 0 || (Rank[at - Stride] | Rank[at - 1] | Rank[at + Stride] | Rank[at + 1]) == 0)
                    continue;
                _distance[at] = 0;
                front.Push(0, at);
            }
        }

        return front;
    }

    private void Reach(int at, MarchingFront front)
    {
        if (Rank[at] != Unreached)
            return;
        var (up, left, down, right) = (at - Stride, at - 1, at + Stride, at + 1);
        var distance = Math.Min(Math.Min(Solve(up, left), Solve(down, left)), Math.Min(Solve(up, right), Solve(down, right)));
        _distance[at] = distance;
        _sequence.Add(at);
        Rank[at] = _sequence.Count;
        front.Push(distance, at);
    }

    /// <summary>The eikonal equation |grad T| = 1 from one vertical and one horizontal neighbour.</summary>
    private float Solve(int vertical, int horizontal)
    {
        double a = _distance[vertical], b = _distance[horizontal];
        if (Rank[vertical] == Unreached)
            return (float)(1 + (Rank[horizontal] == Unreached ? Math.Min(a, b) : b));
        if (Rank[horizontal] == Unreached)
            return (float)(1 + a);
        return (float)(Math.Abs(a - b) >= 1 ? 1 + Math.Min(a, b) : (a + b + Math.Sqrt(2 - (a - b) * (a - b))) * 0.5);
    }
}
