namespace Hunyuan3D.Inference.ShapeGen.Relief;

/// <summary>
/// Signed distance of grid cells to the contour where coverage is one half: positive inside, in cells.
/// <para>
/// Every cell that the contour touches becomes a seed at a point placed by where coverage passes one half towards its neighbour, and by the coverage's gradient
/// (the idea of Gustavson and Strand, "Anti-aliased Euclidean distance transform", 2011). The nearest seed cell of every cell is found exactly by the lower
/// envelope of parabolas (Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions", 2012), then the distance is measured to the points of that seed and its neighbours.
/// Ours differs from the former by this two-step search: within a tenth of a cell near the contour, within half a cell far from it. Cost: linear in cells, parallel.
/// </para>
/// </summary>
internal static class DistanceToSilhouette
{
    private const float Far = 1e6f;
    private const float LeastGradient = 0.25f;
    private const float NoCrossing = 2;

    // A point on the contour, and how far it is from the centre of the cell that holds it.
    private readonly record struct Seed(float X, float Y, float Distance);

    /// <param name="coverage">[size, size] 0 to 1.</param>
    /// <returns>[size, size].</returns>
    public static float[] Compute(float[] coverage, int size)
    {
        var seeds = new Seed[size * size];
        var rowOfSeed = new int[size * size]; // [column, row]: the row of the nearest seed in the column; -1: none
        var isSeed = new bool[size * size];
        Parallel.For(0, size, y => FindSeeds(coverage, size, y, seeds, isSeed));
        Parallel.For(0, size, x => NearestRows(isSeed, size, x, rowOfSeed));

        var distance = new float[size * size];
        Parallel.For(0, size, () => (Columns: new int[size], Starts: new float[size + 1]), (y, _, envelope) =>
        {
            var count = BuildEnvelope(rowOfSeed, size, y, envelope.Columns, envelope.Starts);
            for (int x = 0, segment = 0; x < size; x++)
            {
                var nearest = Far;
                if (count > 0)
                {
                    while (segment + 1 < count && envelope.Starts[segment + 1] <= x) segment++;
                    var column = envelope.Columns[segment];
                    nearest = isSeed[y * size + x] ? seeds[y * size + x].Distance : Nearest(x, y, column, rowOfSeed[column * size + y]);
                }

                distance[y * size + x] = coverage[y * size + x] > 0.5f ? nearest : -nearest;
            }

            return envelope;
        }, _ => { });
        return distance;

        // Among the nearest seed cell and those around it: the point of one a little farther off may be nearer.
        float Nearest(int x, int y, int column, int row)
        {
            var least = Far;
            for (var j = Math.Max(0, row - 1); j <= Math.Min(size - 1, row + 1); j++)
            {
                for (var i = Math.Max(0, column - 1); i <= Math.Min(size - 1, column + 1); i++)
                {
                    if (!isSeed[j * size + i]) continue;
                    var seed = seeds[j * size + i];
                    least = Math.Min(least, (seed.X - x) * (seed.X - x) + (seed.Y - y) * (seed.Y - y));
                }
            }

            return MathF.Sqrt(least);
        }
    }

    // A seed is a cell with a 4-neighbour on the other side of one half.
    private static void FindSeeds(float[] coverage, int size, int y, Seed[] seeds, bool[] isSeed)
    {
        float At(int column, int row) => coverage[Math.Clamp(row, 0, size - 1) * size + Math.Clamp(column, 0, size - 1)];
        for (var x = 0; x < size; x++)
        {
            var here = At(x, y);
            var inside = here > 0.5f;
            float left = At(x - 1, y), right = At(x + 1, y), below = At(x, y - 1), above = At(x, y + 1);
            if (left > 0.5f == inside && right > 0.5f == inside && below > 0.5f == inside && above > 0.5f == inside) continue;
            // Sobel: isotropic enough that slanted edges stay straight.
            var gx = 2 * (right - left) + At(x + 1, y - 1) - At(x - 1, y - 1) + At(x + 1, y + 1) - At(x - 1, y + 1);
            var gy = 2 * (above - below) + At(x - 1, y + 1) - At(x - 1, y - 1) + At(x + 1, y + 1) - At(x + 1, y - 1);
            var steep = MathF.Sqrt(gx * gx + gy * gy);
            // The crossing towards the neighbour that the gradient points at; along the gradient the contour is nearer by its cosine. Lines a cell wide have no
            // gradient but two crossings.
            float across = CrossingAt(here, gx > 0 == inside ? left : right), along = CrossingAt(here, gy > 0 == inside ? below : above);
            var distance = steep <= LeastGradient
                ? Math.Min(Math.Min(CrossingAt(here, left), CrossingAt(here, right)), Math.Min(CrossingAt(here, below), CrossingAt(here, above)))
                : Math.Min(1, across < NoCrossing && (Math.Abs(gx) >= Math.Abs(gy) || along >= NoCrossing) ? across * Math.Abs(gx) / steep : along * Math.Abs(gy) / steep);
            var step = steep <= LeastGradient ? 0 : (inside ? -distance : distance) / steep;
            isSeed[y * size + x] = true;
            seeds[y * size + x] = new Seed(x + gx * step, y + gy * step, distance);
        }
    }

    // Where between two cells, 0 to 1, the coverage passes one half.
    private static float CrossingAt(float here, float there) => here > 0.5f == there > 0.5f ? NoCrossing : (here - 0.5f) / (here - there);

    private static void NearestRows(bool[] isSeed, int size, int x, int[] rowOfSeed)
    {
        var rows = rowOfSeed.AsSpan(x * size, size);
        var last = -1;
        for (var y = 0; y < size; y++)
        {
            if (isSeed[y * size + x]) last = y;
            rows[y] = last;
        }

        var next = -1;
        for (var y = size - 1; y >= 0; y--)
        {
            if (isSeed[y * size + x]) next = y;
            if (next >= 0 && (rows[y] < 0 || next - y < y - rows[y])) rows[y] = next;
        }
    }

    private static int BuildEnvelope(int[] rowOfSeed, int size, int y, int[] columns, float[] starts)
    {
        var count = 0;
        for (var x = 0; x < size; x++)
        {
            var row = rowOfSeed[x * size + y];
            if (row < 0) continue;
            float height = (row - y) * (row - y), start = float.NegativeInfinity;
            while (count > 0)
            {
                var previous = columns[count - 1];
                var drop = rowOfSeed[previous * size + y] - y;
                start = (height + x * x - (drop * drop + previous * previous)) / (2f * (x - previous));
                if (start > starts[count - 1]) break;
                count--;
                start = float.NegativeInfinity;
            }

            (columns[count], starts[count]) = (x, start);
            count++;
        }

        return count;
    }
}
