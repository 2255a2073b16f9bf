using System.Numerics;

namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>
/// Fills the loops of one cell with triangles.
/// <para>
/// No triangle side other than a loop's own may lie on a face of the cell: the cell across that face might use the same side, which would then
/// have four triangles. Among the allowed fillings the one with the shortest sides is taken, measured between the middles of the edges.
/// Loops of eight edges and more get a vertex inside the cell, as in MC33, and so do tunnels that have no allowed filling otherwise.
/// </para>
/// </summary>
internal static class CubeTriangulation
{
    private const int LongLoop = 8;

    /// <summary>A disc that a loop bounds.</summary>
    public static byte[] Disc(int[] loop)
    {
        if (loop.Length >= LongLoop)
            return Fan(loop);
        var best = default(Filling);
        Split(loop, [(0, loop.Length - 1)], default, ref best);
        return best.Triangles!;
    }

    /// <summary>A tunnel between two loops.</summary>
    /// <returns>Null where no tunnel can be made; no trilinear cell asks for that.</returns>
    public static byte[]? Tunnel(int[] first, int[] second)
    {
        var strips = new List<List<int>>();
        int[] reversed = [.. second.Reverse()];
        for (var start = 0; start < second.Length; start++)
            Bridge(first, [.. reversed.Skip(start), .. reversed.Take(start + 1)], 0, 0, [], strips);

        var best = default(Filling);
        foreach (var strip in strips)
        {
            if (IsAllowed(strip))
                best = Filling.Of(strip).BetterOf(best);
        }

        if (best.Triangles is not null)
            return best.Triangles;
        foreach (var strip in strips)
        {
            foreach (var withCentre in WithCentre(strip))
                best = Filling.Of(withCentre).BetterOf(best);
        }

        return best.Triangles;
    }

    private static byte[] Fan(ReadOnlySpan<int> polygon)
    {
        var triangles = new byte[3 * polygon.Length];
        for (var i = 0; i < polygon.Length; i++)
        {
            triangles[3 * i] = (byte)polygon[i];
            triangles[3 * i + 1] = (byte)polygon[(i + 1) % polygon.Length];
            triangles[3 * i + 2] = CubeCell.CentreVertex;
        }

        return triangles;
    }

    // Every way to cut the polygon's stretches [from, to] into triangles, each on the side from..to.
    private static void Split(int[] loop, List<(int From, int To)> stretches, Filling filling, ref Filling best)
    {
        if (stretches.Count == 0)
        {
            best = filling.BetterOf(best);
            return;
        }

        var (from, to) = stretches[^1];
        List<(int From, int To)> rest = [.. stretches.Take(stretches.Count - 1)];
        if (to - from < 2)
        {
            Split(loop, rest, filling, ref best);
            return;
        }

        for (var tip = from + 1; tip < to; tip++)
        {
            if (tip - from > 1 && CubeCell.ShareFace(loop[from], loop[tip]) || to - tip > 1 && CubeCell.ShareFace(loop[tip], loop[to]))
                continue;
            Split(loop, [.. rest, (from, tip), (tip, to)], filling.With(loop[from], loop[tip], loop[to]), ref best);
        }
    }

    // Every strip of triangles around the tunnel: a step along either loop at a time, from the bridge (0, 0) around to itself.
    private static void Bridge(int[] first, int[] second, int i, int j, List<int> strip, List<List<int>> strips)
    {
        if (i == first.Length && j == second.Length - 1)
        {
            strips.Add(strip);
            return;
        }

        int a = first[i % first.Length], b = second[j];
        if (i < first.Length)
            Bridge(first, second, i + 1, j, [.. strip, a, first[(i + 1) % first.Length], b], strips);
        if (j < second.Length - 1)
            Bridge(first, second, i, j + 1, [.. strip, second[j + 1], b, a], strips);
    }

    private static bool IsAllowed(List<int> strip) => SidesUsedTwice(strip) is { } sides && !sides.Any(side => CubeCell.ShareFace(side.A, side.B));

    // The inner sides of a cyclic strip, one between each triangle and the next; null when one occurs twice.
    private static List<(int A, int B)>? SidesUsedTwice(List<int> strip)
    {
        var count = strip.Count / 3;
        var sides = new List<(int A, int B)>();
        for (var t = 0; t < count; t++)
        {
            var shared = strip.GetRange(3 * t, 3).Intersect(strip.GetRange(3 * ((t + 1) % count), 3)).Order().ToArray();
            sides.Add((shared[0], shared[1]));
        }

        return sides.Distinct().Count() == count ? sides : null;
    }

    // Strips with forbidden sides, repaired: the run of triangles around those sides is replaced by a fan from the centre vertex. The run's
    // outline must not meet a vertex twice.
    private static IEnumerable<List<int>> WithCentre(List<int> strip)
    {
        if (SidesUsedTwice(strip) is not { } sides)
            yield break;
        var count = sides.Count;
        for (var start = 0; start < count; start++)
        {
            for (var length = 2; length < count; length++)
            {
                var kept = Enumerable.Range(length - 1, count - length + 1).Select(i => sides[(start + i) % count]);
                if (kept.Any(side => CubeCell.ShareFace(side.A, side.B)))
                    continue;
                var run = Enumerable.Range(0, length).SelectMany(i => strip.GetRange(3 * ((start + i) % count), 3)).ToList();
                var outline = Outline(run);
                if (outline.Distinct().Count() != outline.Count || outline.Count != length + 2)
                    continue;
                var others = Enumerable.Range(length, count - length).SelectMany(i => strip.GetRange(3 * ((start + i) % count), 3));
                yield return [.. others, .. Fan([.. outline]).Select(corner => (int)corner)];
            }
        }
    }

    private static List<int> Outline(List<int> triangles)
    {
        var sides = new List<(int From, int To)>();
        for (var i = 0; i < triangles.Count; i++)
        {
            var side = (From: triangles[i], To: triangles[i % 3 == 2 ? i - 2 : i + 1]);
            if (!sides.Remove((side.To, side.From)))
                sides.Add(side);
        }

        var outline = new List<int> { sides[0].From };
        for (var next = sides[0].To; next != outline[0] && outline.Count <= sides.Count; next = sides.First(side => side.From == next).To)
            outline.Add(next);
        return outline;
    }

    private readonly record struct Filling(byte[]? Triangles, float Length)
    {
        public static Filling Of(List<int> triangles)
        {
            var filling = default(Filling);
            for (var i = 0; i < triangles.Count; i += 3)
                filling = filling.With(triangles[i], triangles[i + 1], triangles[i + 2]);
            return filling;
        }

        public Filling With(int a, int b, int c)
        {
            Vector3 pa = Middle(a), pb = Middle(b), pc = Middle(c);
            var sides = Vector3.DistanceSquared(pa, pb) + Vector3.DistanceSquared(pb, pc) + Vector3.DistanceSquared(pc, pa);
            return new([.. Triangles ?? [], (byte)a, (byte)b, (byte)c], Length + sides);
        }

        private static Vector3 Middle(int vertex) => vertex == CubeCell.CentreVertex ? new Vector3(0.5f) : CubeCell.EdgeMiddle(vertex);

        public Filling BetterOf(Filling other) => other.Triangles is null || Length < other.Length ? this : other;
    }
}
