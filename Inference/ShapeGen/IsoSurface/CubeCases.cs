namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>
/// The case table of marching cubes, derived from rules instead of listed: contours on the faces (<see cref="CubeContours"/>), connectivity in
/// the interior (<see cref="CubeConnectivity"/>), fillings (<see cref="CubeTriangulation"/>). It has the cases of MC33 (Chernyaev 1995; Lewiner,
/// Lopes, Vieira, Tavares 2003), without mirrored or rotated entries to get wrong. Tilings are made when first needed and kept.
/// </summary>
internal static class CubeCases
{
    private const int MaxLoops = 4;

    // Per loop pair (i < j) a tunnel between the two; index 0: no tunnel.
    private const int Variants = 1 + MaxLoops * MaxLoops;

    private static readonly CubeTiling?[] Simple = new CubeTiling?[256];
    private static readonly sbyte[] FaceCounts = new sbyte[256];
    private static readonly CubeTiling?[]?[] Ambiguous = new CubeTiling?[]?[256];
    private static readonly byte[] AmbiguousFaces = new byte[256];

    static CubeCases()
    {
        for (var inside = 0; inside < 256; inside++)
        {
            AmbiguousFaces[inside] = (byte)CubeContours.AmbiguousFaces(inside);
            var loops = CubeContours.Trace(inside, joined: 0);
            if (AmbiguousFaces[inside] == 0 && loops.Count <= 1)
                Simple[inside] = Tile(loops, variant: 0);
            else
                Ambiguous[inside] = new CubeTiling?[64 * Variants];
            FaceCounts[inside] = (sbyte)(Simple[inside]?.FaceCount ?? -1);
        }
    }

    /// <summary>The tiling that the signs alone decide; null: <see cref="Resolve"/> must look at the values.</summary>
    /// <param name="inside">Bit per corner: inside the solid.</param>
    public static CubeTiling? Find(int inside) => Simple[inside];

    /// <summary>The number of its triangles; -1 where <see cref="Find"/> gives null.</summary>
    public static int FaceCount(int inside) => FaceCounts[inside];

    /// <summary>The tiling of a cell whose signs allow several.</summary>
    /// <param name="values">[8] value minus level at the corners.</param>
    public static CubeTiling Resolve(int inside, ReadOnlySpan<double> values)
    {
        if (Ambiguous[inside] is not { } tilings)
            return Simple[inside]!;
        int ambiguousFaces = AmbiguousFaces[inside], joined = CubeConnectivity.JoinedFaces(values, inside, ambiguousFaces);
        var connectivity = new CubeConnectivity(values, inside);
        connectivity.ConnectBoundary(ambiguousFaces, joined);
        connectivity.ConnectInterior();
        var loops = CubeContours.Trace(inside, joined);
        var variant = VariantOf(loops, connectivity, inside);
        return tilings[joined * Variants + variant] ??= Tile(loops, variant);
    }

    // Two loops bound one piece of surface when they separate the same inside region from the same outside region: the pieces are the
    // edges of the regions' neighbour graph, which is a tree because the cell is a ball.
    private static int VariantOf(List<int[]> loops, CubeConnectivity connectivity, int inside)
    {
        Span<int> pieces = stackalloc int[MaxLoops];
        for (var i = 0; i < loops.Count; i++)
        {
            int start = CubeCell.EdgeStart(loops[i][0]), end = CubeCell.EdgeEnd(loops[i][0]);
            var (within, without) = ((inside >> start) & 1) != 0 ? (start, end) : (end, start);
            pieces[i] = connectivity.Find(within) * CubeCell.Corners + connectivity.Find(without);
            for (var j = 0; j < i; j++)
            {
                if (pieces[j] == pieces[i])
                    return 1 + j * MaxLoops + i;
            }
        }

        return 0;
    }

    private static CubeTiling Tile(List<int[]> loops, int variant)
    {
        var (first, second) = variant == 0 ? (-1, -1) : ((variant - 1) / MaxLoops, (variant - 1) % MaxLoops);
        var tunnel = variant == 0 ? [] : CubeTriangulation.Tunnel(loops[first], loops[second]);
        if (tunnel is null)
            (first, second, tunnel) = (-1, -1, []);
        var discs = loops.Where((_, i) => i != first && i != second).SelectMany(CubeTriangulation.Disc);
        return new CubeTiling([.. tunnel, .. discs]);
    }
}
