namespace Hunyuan3D.Tests.Inference.ShapeGen.Refinement;

/// <summary>The refinement rules point by point.</summary>
internal static class PlainRefinement
{
    public static bool[] NearSurface(float[] values, int n, float offset)
    {
        var near = new bool[values.Length];
        for (var p = 0; p < near.Length; p++)
        {
            int i = p / (n * n), j = p / n % n, k = p % n;
            var own = values[p] + offset;
            if (!(own > -9000))
                continue;
            foreach (var (di, dj, dk) in new[] { (1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1) })
            {
                int ni = Math.Clamp(i + di, 0, n - 1), nj = Math.Clamp(j + dj, 0, n - 1), nk = Math.Clamp(k + dk, 0, n - 1);
                var other = values[(ni * n + nj) * n + nk] + offset;
                near[p] |= other > -9000 && Math.Sign(other) != Math.Sign(own);
            }
        }

        return near;
    }

    public static bool[] Dilate(bool[] members, int n)
    {
        var result = new bool[members.Length];
        for (var p = 0; p < members.Length; p++)
        {
            if (!members[p])
                continue;
            int i = p / (n * n), j = p / n % n, k = p % n;
            for (var x = Math.Max(i - 1, 0); x <= Math.Min(i + 1, n - 1); x++)
            {
                for (var y = Math.Max(j - 1, 0); y <= Math.Min(j + 1, n - 1); y++)
                {
                    for (var z = Math.Max(k - 1, 0); z <= Math.Min(k + 1, n - 1); z++)
                        result[(x * n + y) * n + z] = true;
                }
            }
        }

        return result;
    }

    public static bool[] Double(bool[] members, int n, int fine)
    {
        var result = new bool[fine * fine * fine];
        for (var p = 0; p < members.Length; p++)
        {
            if (members[p])
                result[(p / (n * n) * 2 * fine + p / n % n * 2) * fine + p % n * 2] = true;
        }

        return result;
    }
}
