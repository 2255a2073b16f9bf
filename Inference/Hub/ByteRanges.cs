namespace Hunyuan3D.Inference.Hub;

/// <summary>Which bytes of a file are there: disjoint ranges in rising order, neighbours joined. Not safe for several threads.</summary>
internal sealed class ByteRanges
{
    private readonly List<(long From, long To)> _ranges = [];

    public ByteRanges(IEnumerable<(long From, long To)>? ranges = null)
    {
        foreach (var (from, to) in ranges ?? [])
            Add(from, to);
    }

    /// <summary>First byte, and the one after the last.</summary>
    public IReadOnlyList<(long From, long To)> Ranges => _ranges;

    public long Count { get; private set; }

    /// <param name="to">After the last byte; not below <paramref name="from"/>.</param>
    public void Add(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        if (from == to)
            return;
        // The ranges from first on to before last touch the new one and become one with it.
        var first = _ranges.FindIndex(range => range.To >= from);
        first = first < 0 ? _ranges.Count : first;
        var last = first;
        for (; last < _ranges.Count && _ranges[last].From <= to; last++)
        {
            (from, to) = (Math.Min(from, _ranges[last].From), Math.Max(to, _ranges[last].To));
            Count -= _ranges[last].To - _ranges[last].From;
        }

        _ranges.RemoveRange(first, last - first);
        _ranges.Insert(first, (from, to));
        Count += to - from;
    }

    /// <summary>What is missing of a file of <paramref name="length"/> bytes, in pieces of at most <paramref name="largest"/>.</summary>
    public IReadOnlyList<(long From, long To)> Missing(long length, long largest)
    {
        var pieces = new List<(long, long)>();
        var at = 0L;
        foreach (var (from, to) in _ranges.Append((length, length)))
        {
            for (; at < from; at = Math.Min(at + largest, from))
                pieces.Add((at, Math.Min(at + largest, from)));
            at = to;
        }

        return pieces;
    }
}
