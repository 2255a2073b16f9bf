namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>
/// The case table of marching cubes, derived from rules instead of listed: contours on the faces (<see cref="CubeContours"/>), connectivity in
/// the interior (<see cref="CubeConnectivity"/>), fillings (<see cref="CubeTriangulation"/>). It has the cases of MC33 (Chernyaev 1995; Lewiner,
/// Lopes, Vieira, Tavares 2003), without mirrored or rotated entries to get wrong. Entries that need the values are made when first met, and kept.
/// </summary>
internal static class CubeCases
{
    private static readonly CubeTiling?[] Simple = new CubeTiling?[256];
    private static readonly sbyte[] FaceCounts = new sbyte[256];
    private static readonly byte[] AmbiguousFaces = new byte[256];

    // [inside][joined faces]
    private static readonly ContourCase?[]?[] Ambiguous = new ContourCase?[]?[256];

    static CubeCases()
    {
        for (var inside = 0; inside < 256; inside++)
        {
            AmbiguousFaces[inside] = (byte)CubeContours.AmbiguousFaces(inside);
            var contours = new ContourCase(CubeContours.Trace(inside, joined: 0));
            if (AmbiguousFaces[inside] == 0 && contours.LoopCount <= 1)
                Simple[inside] = contours.WithoutTunnel;
            else
                Ambiguous[inside] = new ContourCase?[1 << CubeCell.Faces];
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
        if (Ambiguous[inside] is not { } cases)
            return Simple[inside]!;
        int ambiguousFaces = AmbiguousFaces[inside], joined = CubeConnectivity.JoinedFaces(values, inside, ambiguousFaces);
        var connectivity = new CubeConnectivity(values, inside);
        connectivity.ConnectBoundary(ambiguousFaces, joined);
        connectivity.ConnectInterior();

        // Two threads may make the same entry at once; both make the same one.
        var contours = cases[joined] ??= new ContourCase(CubeContours.Trace(inside, joined));
        return contours.Tile(connectivity, inside);
    }
}
