using System.Numerics;
using Hunyuan3D.Inference.ShapeGen.Refinement;

namespace Hunyuan3D.Inference.ShapeGen.FlashVdm;

/// <summary>The points of a finer level in the 6 x 6 x 6 cells of their bounding box, in the order upstream has them (a stable sort by cell).</summary>
internal sealed class PointGroups
{
    private const int PerAxis = 6;

    // Upstream's factor: just below 6, so that the largest coordinate falls into the last cell.
    private const float Cells = 5.999f;

    private readonly Vector3[] _positions;
    private readonly int[] _order;
    private readonly List<(int Start, int Count)> _groups = [];

    public PointGroups(LevelPoints points)
    {
        _positions = new Vector3[points.Count];
        points.ReadPositions(0, _positions);
        var (low, high) = (new Vector3(float.MaxValue), new Vector3(float.MinValue));
        foreach (var position in _positions)
            (low, high) = (Vector3.Min(low, position), Vector3.Max(high, position));

        var cells = new int[_positions.Length];
        var starts = new int[PerAxis * PerAxis * PerAxis + 1];
        for (var n = 0; n < cells.Length; n++)
        {
            var u = (_positions[n] - low) / (high - low) * Cells;
            cells[n] = PerAxis * PerAxis * (int)u.X + PerAxis * (int)u.Y + (int)u.Z;
            starts[cells[n] + 1]++;
        }

        for (var cell = 0; cell + 1 < starts.Length; cell++)
        {
            if (starts[cell + 1] > 0)
                _groups.Add((starts[cell], starts[cell + 1]));
            starts[cell + 1] += starts[cell];
        }

        _order = new int[cells.Length];
        for (var n = 0; n < cells.Length; n++)
            _order[starts[cells[n]]++] = n;
    }

    public int Count => _groups.Count;

    /// <summary>The points of a group and their numbers at the level.</summary>
    public (Vector3[] Positions, int[] Points) Group(int group)
    {
        var (start, count) = _groups[group];
        var points = _order.AsSpan(start, count).ToArray();
        return (Array.ConvertAll(points, point => _positions[point]), points);
    }
}
