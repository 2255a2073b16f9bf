using System.Numerics;

namespace Hunyuan3D.Inference.ShapeGen.Refinement;

/// <summary>
/// The points of one level that are evaluated, numbered in lexicographic order of (i, j, k). Any range of them can be had without making the whole list.
/// </summary>
internal sealed class LevelPoints
{
    private readonly BitGrid _members;
    private readonly int[] _rowStarts;
    private readonly float _cell;

    private LevelPoints(BitGrid members, int resolution)
    {
        Resolution = resolution;
        _members = members;
        _cell = (float)(2 * GridAxis.Bounds / resolution);
        var n = members.Points;
        _rowStarts = new int[n * n + 1];
        for (var row = 0; row < n * n; row++)
            _rowStarts[row + 1] = _rowStarts[row] + members.CountRow(row / n, row % n);
    }

    /// <summary>Cells along an axis of this level.</summary>
    public int Resolution { get; }

    public int PointsPerAxis => _members.Points;

    /// <summary>Points that are evaluated.</summary>
    public int Count => _rowStarts[^1];

    /// <summary>
    /// The points around the surface of a coarser grid, by upstream's rules: the near points, dilated once unless this is the last level, on the finer grid
    /// with doubled indices, dilated once, on the last level twice.
    /// </summary>
    /// <param name="coarse">Values of the coarser level, <see cref="NearSurface.NotEvaluated"/> where there is none.</param>
    public static LevelPoints Around(float[] coarse, int coarsePoints, int resolution, float mcLevel, bool isLast)
    {
        var near = NearSurface.Find(coarse, coarsePoints, mcLevel);
        return new LevelPoints((isLast ? near : near.Dilated()).Refined(resolution + 1, radius: isLast ? 2 : 1), resolution);
    }

    public bool Contains(int i, int j, int k) => _members[i, j, k];

    /// <summary>The positions of the points from number <paramref name="start"/> on: index * float(2.02 / resolution) - 1.01 in single precision.</summary>
    public void ReadPositions(int start, Span<Vector3> positions)
    {
        var p = 0;
        foreach (var (i, j, k) in new Range(this, start, positions.Length))
            positions[p++] = new Vector3(World(i), World(j), World(k));
    }

    /// <summary>Writes the values of the points from number <paramref name="start"/> on to their places in a dense grid.</summary>
    public void Scatter(int start, ReadOnlySpan<float> values, float[] grid)
    {
        int p = 0, n = PointsPerAxis;
        foreach (var (i, j, k) in new Range(this, start, values.Length))
            grid[(i * n + j) * n + k] = values[p++];
    }

    private float World(int index) => index * _cell + (float)-GridAxis.Bounds;

    private ref struct Range
    {
        private readonly LevelPoints _of;
        private int _left, _row, _w;
        private ulong _word;

        public Range(LevelPoints of, int start, int count)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(start);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, of.Count - start);
            (_of, _left) = (of, count);
            if (count == 0)
                return;

            // The row that holds the point, past rows that end before it.
            _row = Array.BinarySearch(of._rowStarts, start);
            _row = _row < 0 ? ~_row - 1 : _row;
            while (of._rowStarts[_row + 1] <= start)
                _row++;
            _word = Words[0];
            for (var skip = start - of._rowStarts[_row]; skip > 0; skip--)
            {
                SkipEmptyWords();
                _word &= _word - 1;
            }
        }

        public (int I, int J, int K) Current { get; private set; }

        private readonly ReadOnlySpan<ulong> Words => _of._members.Row(_row / _of.PointsPerAxis, _row % _of.PointsPerAxis);

        public readonly Range GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_left-- <= 0)
                return false;
            SkipEmptyWords();
            Current = (_row / _of.PointsPerAxis, _row % _of.PointsPerAxis, _w * 64 + BitOperations.TrailingZeroCount(_word));
            _word &= _word - 1;
            return true;
        }

        private void SkipEmptyWords()
        {
            while (_word == 0)
            {
                if (++_w == _of._members.WordsPerRow)
                {
                    _w = 0;
                    do
                        _row++;
                    while (_of._rowStarts[_row + 1] == _of._rowStarts[_row]);
                }

                _word = Words[_w];
            }
        }
    }
}
