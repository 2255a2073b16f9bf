namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>The loops of one sign pattern with one set of decisions on its faces, and the tilings that they can have.</summary>
internal sealed class ContourCase(List<int[]> loops)
{
    private const int MaxLoops = 4;

    // 0: no tunnel. 1 + 4 * i + j: a tunnel between loops i and j.
    private readonly CubeTiling?[] _tilings = new CubeTiling?[1 + MaxLoops * MaxLoops];

    public int LoopCount => loops.Count;

    /// <summary>Every loop bounds a piece of surface of its own.</summary>
    public CubeTiling WithoutTunnel => Tiling(0);

    /// <summary>The tiling for the connectivity that the cell's values have.</summary>
    /// <remarks>
    /// Two loops bound one piece of surface when they separate the same inside region from the same outside region: the pieces are the edges of the regions'
    /// neighbour graph, which is a tree because the cell is a ball.
    /// </remarks>
    public CubeTiling Tile(CubeConnectivity connectivity, int inside)
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
                    return Tiling(1 + j * MaxLoops + i);
            }
        }

        return WithoutTunnel;
    }

    private CubeTiling Tiling(int variant) => _tilings[variant] ??= Make(variant);

    private CubeTiling Make(int variant)
    {
        var (first, second) = variant == 0 ? (-1, -1) : ((variant - 1) / MaxLoops, (variant - 1) % MaxLoops);
        var tunnel = variant == 0 ? [] : CubeTriangulation.Tunnel(loops[first], loops[second]);
        if (tunnel is null)
            (first, second, tunnel) = (-1, -1, []);
        var discs = loops.Where((_, i) => i != first && i != second).SelectMany(CubeTriangulation.Disc);
        return new CubeTiling([.. tunnel, .. discs]);
    }
}
