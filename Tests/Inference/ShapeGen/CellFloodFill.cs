namespace Hunyuan3D.Tests.Inference.ShapeGen;

/// <summary>Connectivity of a cell's corners by brute force: the trilinear function on a fine grid, neighbours of equal sign joined.</summary>
internal sealed class CellFloodFill
{
    private readonly int _points;
    private readonly int[] _label;

    /// <param name="values">[8], corner = 4x + 2y + z.</param>
    public CellFloodFill(ReadOnlySpan<double> values, int stepsPerEdge)
    {
        _points = stepsPerEdge + 1;
        var inside = new bool[_points * _points * _points];
        for (var p = 0; p < inside.Length; p++)
        {
            double x = (double)(p / (_points * _points)) / stepsPerEdge, y = (double)(p / _points % _points) / stepsPerEdge, z = (double)(p % _points) / stepsPerEdge, sum = 0;
            for (var c = 0; c < 8; c++)
                sum += values[c] * ((c & 4) != 0 ? x : 1 - x) * ((c & 2) != 0 ? y : 1 - y) * ((c & 1) != 0 ? z : 1 - z);
            inside[p] = sum > 0;
        }

        _label = new int[inside.Length];
        var open = new Stack<int>();
        for (int start = 0, label = 0; start < inside.Length; start++)
        {
            if (_label[start] != 0)
                continue;
            _label[start] = Regions = ++label;
            open.Push(start);
            while (open.TryPop(out var p))
            {
                Visit(p, p / (_points * _points), _points * _points);
                Visit(p, p / _points % _points, _points);
                Visit(p, p % _points, 1);
            }

            void Visit(int p, int coordinate, int stride)
            {
                if (coordinate > 0)
                    Mark(p - stride);
                if (coordinate < _points - 1)
                    Mark(p + stride);
            }

            void Mark(int p)
            {
                if (_label[p] != 0 || inside[p] != inside[start])
                    return;
                _label[p] = label;
                open.Push(p);
            }
        }
    }

    /// <summary>Connected parts of the cell, inside and outside the solid together.</summary>
    public int Regions { get; }

    public bool Connected(int cornerA, int cornerB) => LabelOf(cornerA) == LabelOf(cornerB);

    private int LabelOf(int corner)
    {
        var last = _points - 1;
        return _label[(((corner >> 2) * last * _points) + ((corner >> 1) & 1) * last) * _points + (corner & 1) * last];
    }
}
