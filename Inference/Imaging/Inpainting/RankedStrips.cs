namespace Hunyuan3D.Inference.Imaging.Inpainting;

/// <summary>
/// Runs work that is ordered by rank, yet depends only on lower ranks a few rows away, on all cores with the result of running it in order:
/// the picture is cut into strips of rows, each strip runs its own pixels in order, and near a seam it waits until the strip beyond has got
/// past the rank at hand. A worker whose strip has to wait takes another, so any number of workers, even one, finishes:
/// the strip with the lowest rank left never waits.
/// </summary>
internal sealed class RankedStrips
{
    /// <summary>Rows that work may look up and down.</summary>
    public const int Reach = 4;

    private const int LeastRows = 64;

    private const int PixelsPerCancellationCheck = 1 << 10;

    private readonly MarchingOrder _order;
    private readonly int[] _firstRow;
    private readonly int[][] _pixels;
    private readonly int[] _done;
    private readonly int[] _progress;
    private readonly int[] _claimed;

    /// <param name="count">Strips; fewer are made of a low picture.</param>
    public RankedStrips(MarchingOrder order, int count)
    {
        _order = order;
        var strips = Math.Clamp(order.Height / LeastRows, 1, count);
        _firstRow = [.. Enumerable.Range(0, strips + 1).Select(strip => strip * order.Height / strips)];
        var lists = Enumerable.Range(0, strips).Select(_ => new List<int>(order.Sequence.Count / strips)).ToArray();
        var stripOfRow = Enumerable.Range(0, order.Height).Select(row => Array.FindLastIndex(_firstRow, first => first <= row)).ToArray();
        foreach (var at in order.Sequence)
            lists[stripOfRow[at / order.Stride - MarchingOrder.Pad]].Add(at);
        _pixels = [.. lists.Select(list => list.ToArray())];
        _done = new int[strips];
        _progress = [.. _pixels.Select(pixels => pixels.Length == 0 ? MarchingOrder.Unreached : order.Rank[pixels[0]])];
        _claimed = new int[strips];
    }

    /// <param name="work">Called once for every pixel of the sequence, with its padded index.</param>
    public void Run(Action<int> work, CancellationToken cancellationToken)
    {
        Parallel.For(0, _pixels.Length, first =>
        {
            var spin = default(SpinWait);
            while (!cancellationToken.IsCancellationRequested && _progress.Any(rank => rank != MarchingOrder.Unreached))
            {
                var advanced = false;
                for (var i = 0; i < _pixels.Length; i++)
                    advanced |= TryAdvance((first + i) % _pixels.Length, work, cancellationToken);
                if (advanced)
                    spin.Reset();
                else
                    spin.SpinOnce();
            }
        });
        cancellationToken.ThrowIfCancellationRequested();
    }

    private bool TryAdvance(int strip, Action<int> work, CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _claimed[strip], 1, 0) != 0)
            return false;
        var (pixels, start) = (_pixels[strip], _done[strip]);
        var next = start;
        for (; next < pixels.Length && !HasToWait(strip, pixels[next]); next++)
        {
            if ((next - start) % PixelsPerCancellationCheck == PixelsPerCancellationCheck - 1 && cancellationToken.IsCancellationRequested)
                break;
            work(pixels[next]);
            // Whoever sees this rank sees the work before it.
            Volatile.Write(ref _progress[strip], next + 1 < pixels.Length ? _order.Rank[pixels[next + 1]] : MarchingOrder.Unreached);
        }

        _done[strip] = next;
        Volatile.Write(ref _claimed[strip], 0);
        return next > start;
    }

    private bool HasToWait(int strip, int at)
    {
        var (row, rank) = (at / _order.Stride - MarchingOrder.Pad, _order.Rank[at]);
        return (row - _firstRow[strip] < Reach && strip > 0 && Volatile.Read(ref _progress[strip - 1]) < rank)
            || (_firstRow[strip + 1] - row <= Reach && strip + 1 < _pixels.Length && Volatile.Read(ref _progress[strip + 1]) < rank);
    }
}
