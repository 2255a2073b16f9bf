namespace Hunyuan3D.Inference.Imaging.Segmentation;

/// <summary>
/// For the pixels within a radius of some seeds, which seed is nearest: pixels are settled in the order of their squared distance and hand
/// their seed to their eight neighbours (Dijkstra with one bucket per squared distance; exact up to rare ties of far seeds).
/// Cost: proportional to the pixels reached, not to the picture.
/// </summary>
internal sealed class NearestSeeds
{
    private readonly int _width;
    private readonly int[] _seed;

    private NearestSeeds(int width, int[] seed) => (_width, _seed) = (width, seed);

    /// <summary>The nearest seed of a pixel, or -1 beyond the radius.</summary>
    public int this[int pixel] => _seed[pixel] - 1;

    /// <summary>Distance to the nearest seed in pixels; infinite beyond the radius.</summary>
    public float Distance(int pixel) => _seed[pixel] == 0 ? float.PositiveInfinity : MathF.Sqrt(Squared(pixel, _seed[pixel] - 1));

    public static NearestSeeds Of(int width, int height, IEnumerable<int> seeds, int radius)
    {
        var nearest = new NearestSeeds(width, new int[width * height]);
        var buckets = new List<int>?[radius * radius + 1];
        buckets[0] = [.. seeds];
        foreach (var seed in buckets[0]!)
            nearest._seed[seed] = seed + 1;
        for (var squared = 0; squared < buckets.Length; squared++)
        {
            if (buckets[squared] is not { } bucket)
                continue;
            for (var i = 0; i < bucket.Count; i++)
            {
                var pixel = bucket[i];
                if (nearest.Squared(pixel, nearest._seed[pixel] - 1) == squared)
                    nearest.Hand(pixel, height, buckets);
            }

            buckets[squared] = null;
        }

        return nearest;
    }

    private void Hand(int pixel, int height, List<int>?[] buckets)
    {
        var (x, y) = (pixel % _width, pixel / _width);
        var seed = _seed[pixel];
        for (var v = Math.Max(y - 1, 0); v <= Math.Min(y + 1, height - 1); v++)
        {
            for (var u = Math.Max(x - 1, 0); u <= Math.Min(x + 1, _width - 1); u++)
            {
                var next = v * _width + u;
                var squared = Squared(next, seed - 1);
                if (squared >= buckets.Length || (_seed[next] != 0 && Squared(next, _seed[next] - 1) <= squared))
                    continue;
                _seed[next] = seed;
                (buckets[squared] ??= []).Add(next);
            }
        }
    }

    private int Squared(int pixel, int seed)
    {
        var (dx, dy) = (pixel % _width - seed % _width, pixel / _width - seed / _width);
        return dx * dx + dy * dy;
    }
}
