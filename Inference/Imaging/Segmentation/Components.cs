namespace Hunyuan3D.Inference.Imaging.Segmentation;

/// <summary>The connected regions of a mask's pixels of one value.</summary>
internal sealed class Components
{
    private readonly int _width;
    private readonly int[] _labels;
    private readonly List<(int Area, bool Border)> _regions = [];

    private Components(int width, int[] labels) => (_width, _labels) = (width, labels);

    /// <summary>Area in pixels, and whether the region touches the picture's border; the index is the label.</summary>
    public IReadOnlyList<(int Area, bool Border)> Regions => _regions;

    /// <summary>The region of a pixel, or -1.</summary>
    public int this[int pixel] => _labels[pixel];

    /// <param name="mask">[height, width].</param>
    /// <param name="diagonal">Whether pixels that meet at a corner are connected.</param>
    public static Components Of(bool[] mask, int width, bool value, bool diagonal)
    {
        var labels = new int[mask.Length];
        labels.AsSpan().Fill(-1);
        var components = new Components(width, labels);
        var stack = new Stack<int>();
        for (var start = 0; start < mask.Length; start++)
        {
            if (mask[start] == value && labels[start] < 0)
                components.Flood(mask, start, value, diagonal, stack);
        }

        return components;
    }

    private void Flood(bool[] mask, int start, bool value, bool diagonal, Stack<int> stack)
    {
        var (label, height) = (_regions.Count, mask.Length / _width);
        var (area, border) = (0, false);
        _labels[start] = label;
        stack.Push(start);
        while (stack.TryPop(out var pixel))
        {
            area++;
            var (x, y) = (pixel % _width, pixel / _width);
            border |= x == 0 || y == 0 || x == _width - 1 || y == height - 1;
            for (var v = Math.Max(y - 1, 0); v <= Math.Min(y + 1, height - 1); v++)
            {
                for (var u = Math.Max(x - 1, 0); u <= Math.Min(x + 1, _width - 1); u++)
                {
                    var next = v * _width + u;
                    if (mask[next] != value || _labels[next] >= 0 || !(diagonal || u == x || v == y))
                        continue;
                    _labels[next] = label;
                    stack.Push(next);
                }
            }
        }

        _regions.Add((area, border));
    }
}
