namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>
/// The lines in which the surface meets the faces of one cell, joined to closed loops.
/// A face whose corners alternate in sign carries two lines; there a decision says whether the inside corners are joined across the
/// face. Both cells of a face take the same decision, so neighbouring cells always agree on the lines between them.
/// </summary>
internal static class CubeContours
{
    /// <summary>Faces whose corners alternate in sign, as a bit mask.</summary>
    /// <param name="inside">Bit per corner: inside the solid.</param>
    public static int AmbiguousFaces(int inside)
    {
        var ambiguous = 0;
        for (var face = 0; face < CubeCell.Faces; face++)
        {
            var c = CubeCell.FaceCorners(face);
            if (IsInside(inside, c[0]) == IsInside(inside, c[2]) && IsInside(inside, c[1]) == IsInside(inside, c[3]) && IsInside(inside, c[0]) != IsInside(inside, c[1]))
                ambiguous |= 1 << face;
        }

        return ambiguous;
    }

    /// <summary>The loops as cyclic lists of edges, directed so that the surface that they bound faces outward.</summary>
    /// <param name="inside">Bit per corner: inside the solid.</param>
    /// <param name="joined">Bit per face: on an ambiguous face, the inside corners are joined.</param>
    public static List<int[]> Trace(int inside, int joined)
    {
        Span<int> next = stackalloc int[CubeCell.Edges];
        next.Fill(-1);
        for (var face = 0; face < CubeCell.Faces; face++)
            LinkFace(inside, ((joined >> face) & 1) != 0, CubeCell.FaceCorners(face), next);

        var loops = new List<int[]>();
        for (var start = 0; start < CubeCell.Edges; start++)
        {
            if (next[start] < 0)
                continue;
            var loop = new List<int>();
            for (var edge = start; next[edge] >= 0;)
            {
                loop.Add(edge);
                (edge, next[edge]) = (next[edge], -1);
            }

            loops.Add([.. loop]);
        }

        return loops;
    }

    // Walking around the face counter-clockwise, each line runs from an edge where the walk enters the solid to one where it leaves:
    // the end of the same inside stretch, or, where inside corners are joined, the end of the stretch before.
    private static void LinkFace(int inside, bool joined, ReadOnlySpan<byte> corners, Span<int> next)
    {
        for (var i = 0; i < 4; i++)
        {
            if (IsInside(inside, corners[i]) || !IsInside(inside, corners[(i + 1) & 3]))
                continue;
            var step = joined ? 3 : 1;
            var exit = (i + step) & 3;
            while (!(IsInside(inside, corners[exit]) && !IsInside(inside, corners[(exit + 1) & 3])))
                exit = (exit + step) & 3;
            next[CubeCell.EdgeBetween(corners[i], corners[(i + 1) & 3])] = CubeCell.EdgeBetween(corners[exit], corners[(exit + 1) & 3]);
        }
    }

    private static bool IsInside(int inside, int corner) => ((inside >> corner) & 1) != 0;
}
