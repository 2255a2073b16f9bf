using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hunyuan3D.Inference.Imaging.Inpainting;

/// <summary>
/// Colours one hole pixel from the pixels before it in the order: a mean of those within radius 3, weighted by nearness and by how well
/// their direction follows the isophotes, in the arithmetic of OpenCV's <c>icvNSInpaintFMM</c> (<c>modules/photo/src/inpaint.cpp</c>).
/// The three channels share vector instructions.
/// </summary>
internal sealed class HolePainter
{
    /// <summary>Pixels further than this play no part; their gradients reach one further.</summary>
    public const int Radius = 3;

    private const uint ColourBits = 0x00FFFFFF;

    private static readonly Neighbour[] Disc = BuildDisc();

    private readonly MarchingOrder _order;
    private readonly uint[] _colours;
    private readonly byte[] _source;

    /// <param name="source">[height, width, 4] u8.</param>
    public HolePainter(MarchingOrder order, byte[] source)
    {
        (_order, _source, _colours) = (order, source, new uint[order.Rank.Length]);
        for (var y = 0; y < order.Height; y++)
            MemoryMarshal.Cast<byte, uint>(source.AsSpan(y * order.Width * 4, order.Width * 4)).CopyTo(_colours.AsSpan(order.Index(0, y)));
    }

    /// <summary>The picture's row with what has been painted in it.</summary>
    public ReadOnlySpan<byte> Row(int y) => MemoryMarshal.AsBytes(_colours.AsSpan(_order.Index(0, y), _order.Width));

    /// <param name="at">A padded index; all pixels of lower rank within four rows and columns are painted.</param>
    public void Paint(int at)
    {
        var (x, y) = (at % _order.Stride - MarchingOrder.Pad, at / _order.Stride - MarchingOrder.Pad);
        var inner = x > Radius && y > Radius && x < _order.Width - 1 - Radius && y < _order.Height - 1 - Radius;
        var (sum, weights) = inner ? Inside(at) : AtTheEdge(at, x, y);

        // Divided in double as OpenCV does: a float quotient can land on a half that the double one misses.
        var colour = 0u;
        for (var channel = 0; channel < 3; channel++)
            colour |= (uint)Math.Clamp(Math.Round((double)sum[channel] / weights[channel]), 0, 255) << 8 * channel;
        _colours[at] = _colours[at] & ~ColourBits | colour;
    }

    private static Neighbour[] BuildDisc()
    {
        var disc = new List<Neighbour>();
        for (var y = -Radius; y <= Radius; y++)
        {
            for (var x = -Radius; x <= Radius; x++)
            {
                if (x * x + y * y is > 0 and <= Radius * Radius)
                    disc.Add(new Neighbour(x, y, x * x + y * y));
            }
        }

        return [.. disc];
    }

    private (Vector128<float> Sum, Vector128<float> Weights) Inside(int at)
    {
        var stride = _order.Stride;
        ref var rank = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_order.Rank), at);
        ref var colour = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_colours), at);
        var now = rank;
        var (sum, weights) = (Vector128<float>.Zero, Vector128.Create(1e-20f));
        foreach (ref readonly var neighbour in Disc.AsSpan())
        {
            var offset = neighbour.Y * stride + neighbour.X;
            ref var near = ref Unsafe.Add(ref rank, offset);
            if (near >= now)
                continue;
            ref var pixel = ref Unsafe.Add(ref colour, offset);
            var here = Widen(pixel);
            var (next, previous) = SideWeights(Unsafe.Add(ref near, stride) < now, Unsafe.Add(ref near, -stride) < now);
            var alongRows = Vector128.Abs(Widen(Unsafe.Add(ref pixel, stride)) - here) * next
                + Vector128.Abs(here - Widen(Unsafe.Add(ref pixel, -stride))) * previous;
            (next, previous) = SideWeights(Unsafe.Add(ref near, 1) < now, Unsafe.Add(ref near, -1) < now);
            var alongColumns = Vector128.Abs(Widen(Unsafe.Add(ref pixel, 1)) - here) * next
                + Vector128.Abs(here - Widen(Unsafe.Add(ref pixel, -1))) * previous;
            var weight = Weight(neighbour, alongRows, alongColumns);
            sum += weight * here;
            weights += weight;
        }

        return (sum, weights);
    }

    /// <summary>
    /// The same near the picture's border, where OpenCV samples one pixel further in at the first and last rows and columns, and so may
    /// meet a hole: that has its source colour until it is painted.
    /// </summary>
    private (Vector128<float> Sum, Vector128<float> Weights) AtTheEdge(int at, int x, int y)
    {
        var (stride, rank, now) = (_order.Stride, _order.Rank, _order.Rank[at]);
        var (sum, weights) = (Vector128<float>.Zero, Vector128.Create(1e-20f));
        foreach (var neighbour in Disc)
        {
            var (column, row) = (x + neighbour.X, y + neighbour.Y);
            var near = _order.Index(column, row);
            if (column < 0 || row < 0 || column >= _order.Width || row >= _order.Height || rank[near] >= now)
                continue;
            var (left, right) = (Math.Max(column, 1), Math.Min(column, _order.Width - 2));
            var (top, bottom) = (Math.Max(row, 1), Math.Min(row, _order.Height - 2));
            var (here, below) = (ColourAt(left, top, now), ColourAt(left, bottom, now));
            var (next, previous) = SideWeights(rank[near + stride] < now, rank[near - stride] < now);
            var alongRows = Vector128.Abs(ColourAt(left, bottom + 1, now) - below) * next
                + Vector128.Abs(below - ColourAt(left, top - 1, now)) * previous;
            (next, previous) = SideWeights(rank[near + 1] < now, rank[near - 1] < now);
            var alongColumns = Vector128.Abs(ColourAt(right + 1, top, now) - here) * next
                + Vector128.Abs(here - ColourAt(left - 1, top, now)) * previous;
            var weight = Weight(neighbour, alongRows, alongColumns);
            sum += weight * here;
            weights += weight;
        }

        return (sum, weights);
    }

    private Vector128<float> ColourAt(int column, int row, int now)
    {
        var at = _order.Index(column, row);
        return Widen(_order.Rank[at] < now ? _colours[at] : MemoryMarshal.Read<uint>(_source.AsSpan((row * _order.Width + column) * 4)));
    }

    /// <summary>OpenCV exchanges the gradient's components; its results need that to be kept.</summary>
    private static Vector128<float> Weight(in Neighbour neighbour, Vector128<float> alongRows, Vector128<float> alongColumns)
    {
        var direction = Vector128.Abs(neighbour.Y * alongColumns - neighbour.X * alongRows);
        var length = Vector128.Sqrt(neighbour.Squared * (alongRows * alongRows + alongColumns * alongColumns));
        return neighbour.Nearness * Vector128.ConditionalSelect(
            Vector128.LessThanOrEqual(direction, Vector128.Create(0.01f)), Vector128.Create(1e-6f), direction / length);
    }

    /// <summary>How the differences to the next and the previous pixel count: an unknown side borrows the other's.</summary>
    private static (float Next, float Previous) SideWeights(bool nextKnown, bool previousKnown)
    {
        var (next, previous) = (nextKnown ? 1f : 0f, previousKnown ? 1f : 0f);
        return (next * (2 - previous), previous * (2 - next));
    }

    private static Vector128<float> Widen(uint pixel)
        => Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(pixel).AsByte())).AsInt32());

    /// <summary>A place within the radius.</summary>
    private readonly struct Neighbour(int x, int y, int squared)
    {
        public readonly int X = x;
        public readonly int Y = y;
        public readonly float Squared = squared;
        public readonly float Nearness = 1f / ((float)squared * squared + 1f);
    }
}
