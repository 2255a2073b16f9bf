namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Takes triangles of the UV lattice one by one and refuses each that is not counter-clockwise or whose inside meets the inside of one
/// taken before. Exact (see <see cref="UvLattice"/>). Candidates come from a uniform grid; a triangle that meets more than
/// <see cref="MostTests"/> candidates is refused unseen, so that the time per triangle is bounded for every input.
/// </summary>
internal sealed class OverlapGrid
{
    private const int MostTests = 2000;

    private readonly int[] _x, _y, _corners, _heads, _seen;
    private readonly int _originX, _originY, _columns, _rows;
    private readonly double _inverseCell;
    private readonly List<(int Face, int Next)> _entries;

    /// <param name="x">[vertices], within +-2^29.</param>
    /// <param name="y">[vertices], within +-2^29.</param>
    /// <param name="corners">[faces * 3]: indices of vertices.</param>
    public OverlapGrid(int[] x, int[] y, int[] corners)
    {
        (_x, _y, _corners) = (x, y, corners);
        var faces = corners.Length / 3;
        (_originX, _originY) = (x.Min(), y.Min());
        double width = (double)x.Max() - _originX + 1, height = (double)y.Max() - _originY + 1;

        // About one cell a face; a long thin chart must not get more columns than that.
        var cell = Math.Max(Math.Sqrt(width * height / faces), Math.Max(width, height) / (faces + 1));
        _inverseCell = 1 / Math.Max(cell, 1);
        (_columns, _rows) = ((int)(width * _inverseCell) + 1, (int)(height * _inverseCell) + 1);
        _heads = new int[_columns * _rows];
        Array.Fill(_heads, -1);
        _seen = new int[faces];
        Array.Fill(_seen, -1);
        _entries = new List<(int, int)>(faces * 4);
    }

    /// <summary>Takes the face, or leaves the grid as it was and returns false.</summary>
    public bool TryAdd(int face)
    {
        var (a, b, c) = (_corners[3 * face], _corners[3 * face + 1], _corners[3 * face + 2]);
        if (UvLattice.Orient(_x[a], _y[a], _x[b], _y[b], _x[c], _y[c]) <= 0)
            return false;
        var tests = 0;
        var (top, bottom) = Rows(a, b, c);
        for (var row = top; row <= bottom; row++)
        {
            var (left, right) = Columns(row, a, b, c);
            for (var column = left; column <= right; column++)
            {
                for (var entry = _heads[row * _columns + column]; entry >= 0;)
                {
                    var (other, next) = _entries[entry];
                    entry = next;
                    if (_seen[other] == face)
                        continue;
                    _seen[other] = face;
                    if (++tests > MostTests || Overlap(face, other))
                        return false;
                }
            }
        }

        for (var row = top; row <= bottom; row++)
        {
            var (left, right) = Columns(row, a, b, c);
            for (var cell = row * _columns + left; cell <= row * _columns + right; cell++)
            {
                _entries.Add((face, _heads[cell]));
                _heads[cell] = _entries.Count - 1;
            }
        }

        return true;
    }

    private (int First, int Last) Rows(int a, int b, int c)
    {
        var low = Math.Min(_y[a], Math.Min(_y[b], _y[c])) - (double)_originY;
        var high = Math.Max(_y[a], Math.Max(_y[b], _y[c])) - (double)_originY;
        return (Math.Max(0, (int)((low - 0.5) * _inverseCell)), Math.Min(_rows - 1, (int)((high + 0.5) * _inverseCell)));
    }

    /// <summary>The columns that the triangle may touch within a row of cells; half a step wider than it is, for rounding.</summary>
    private (int First, int Last) Columns(int row, int a, int b, int c)
    {
        var low = row / _inverseCell - 1 + _originY;
        var high = (row + 1) / _inverseCell + 1 + _originY;
        double left = double.MaxValue, right = double.MinValue;
        Clip(a, b);
        Clip(b, c);
        Clip(c, a);
        return (Math.Max(0, (int)((left - 0.5 - _originX) * _inverseCell)), Math.Min(_columns - 1, (int)((right + 0.5 - _originX) * _inverseCell)));

        void Clip(int p, int q)
        {
            if (_y[p] > _y[q])
                (p, q) = (q, p);
            if (_y[p] > high || _y[q] < low)
                return;
            var slope = _y[q] == _y[p] ? 0 : ((double)_x[q] - _x[p]) / ((double)_y[q] - _y[p]);
            var from = _y[p] < low ? _x[p] + slope * (low - _y[p]) : _x[p];
            var to = _y[q] > high ? _x[p] + slope * (high - _y[p]) : _x[q];
            left = Math.Min(left, Math.Min(from, to));
            right = Math.Max(right, Math.Max(from, to));
        }
    }

    /// <summary>Separating axis test of two counter-clockwise triangles; touching is no overlap.</summary>
    private bool Overlap(int f, int g) => !Separated(f, g) && !Separated(g, f);

    private bool Separated(int f, int g)
    {
        var (a, b, c) = (_corners[3 * g], _corners[3 * g + 1], _corners[3 * g + 2]);
        for (var k = 0; k < 3; k++)
        {
            var (p, q) = (_corners[3 * f + k], _corners[3 * f + (k + 1) % 3]);
            if (Side(p, q, a) <= 0 && Side(p, q, b) <= 0 && Side(p, q, c) <= 0)
                return true;
        }

        return false;
    }

    private long Side(int p, int q, int r) => UvLattice.Orient(_x[p], _y[p], _x[q], _y[q], _x[r], _y[r]);
}
