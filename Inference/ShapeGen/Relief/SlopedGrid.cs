using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hunyuan3D.Inference.ShapeGen.Relief;

/// <summary>A function over [-1, 1]^2 and its squared slope per unit, read between cell centres; beyond the border the edge goes on. Rows upward.</summary>
internal sealed class SlopedGrid
{
    private readonly Vector2[] _cells; // [size, size] (value, squared slope)
    private readonly int _size;

    private SlopedGrid(Vector2[] cells, int size) => (_cells, _size) = (cells, size);

    /// <param name="values">[size, size].</param>
    /// <param name="mirrored">The first coordinate runs against the columns.</param>
    public static SlopedGrid Of(float[] values, int size, bool mirrored = false)
    {
        var cells = new Vector2[size * size];
        var perUnit = size / 4f; // a central difference spans two cells of 2 / size units
        Parallel.For(0, size, y =>
        {
            int above = Math.Min(y + 1, size - 1) * size, below = Math.Max(y - 1, 0) * size, row = y * size;
            for (var x = 0; x < size; x++)
            {
                var dx = (values[row + Math.Min(x + 1, size - 1)] - values[row + Math.Max(x - 1, 0)]) * perUnit;
                var dy = (values[above + x] - values[below + x]) * perUnit;
                cells[row + (mirrored ? size - 1 - x : x)] = new Vector2(values[row + x], dx * dx + dy * dy);
            }
        });
        return new SlopedGrid(cells, size);
    }

    /// <returns>(value, squared slope).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector2 At(float a, float b)
    {
        var x = Math.Clamp((a + 1) * 0.5f * _size - 0.5f, 0, _size - 1.001f);
        var y = Math.Clamp((b + 1) * 0.5f * _size - 0.5f, 0, _size - 1.001f);
        int column = (int)x, row = (int)y;
        var i = row * _size + column;
        var lower = Vector2.Lerp(_cells[i], _cells[i + 1], x - column);
        var upper = Vector2.Lerp(_cells[i + _size], _cells[i + _size + 1], x - column);
        return Vector2.Lerp(lower, upper, y - row);
    }
}
