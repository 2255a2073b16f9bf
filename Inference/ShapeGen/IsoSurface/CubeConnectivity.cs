namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>
/// Which corners of a cell are connected, inside or outside the solid, under trilinear interpolation.
/// <para>
/// On a face: the asymptotic decider (Nielson, Hamann 1991): the inside corners are joined when the product of their values exceeds that of the
/// outside corners. In the interior: the plane z = t is swept through the cell. Between the times at which one of the four z edges changes
/// sign, the corners of the slice have fixed signs; where they alternate, the determinant A*C - B*D, a quadratic in t, tells whether the
/// diagonal is joined somewhere in that interval. This is exact, where the test of MC33 (Chernyaev 1995) and of Lewiner et al. (2003) looks at
/// one slice only. All tests use double arithmetic on values that both cells of a face share, in an order that does not depend on the cell.
/// </para>
/// </summary>
internal ref struct CubeConnectivity
{
    private readonly ReadOnlySpan<double> _values;
    private readonly int _inside;
    private ulong _parents;

    /// <param name="values">[8] value minus level at the corners.</param>
    public CubeConnectivity(ReadOnlySpan<double> values, int inside)
    {
        _values = values;
        _inside = inside;
        for (var corner = 0; corner < CubeCell.Corners; corner++)
            _parents |= (ulong)corner << (8 * corner);
    }

    /// <summary>The faces, among the ambiguous ones, on which the inside corners are joined.</summary>
    public static int JoinedFaces(ReadOnlySpan<double> values, int inside, int ambiguousFaces)
    {
        var joined = 0;
        for (var face = 0; face < CubeCell.Faces; face++)
        {
            if (((ambiguousFaces >> face) & 1) == 0)
                continue;
            var c = CubeCell.FaceCorners(face);
            double first = values[c[0]] * values[c[2]], second = values[c[1]] * values[c[3]];
            var firstInside = ((inside >> c[0]) & 1) != 0;
            if (firstInside ? first > second : second > first)
                joined |= 1 << face;
        }

        return joined;
    }

    /// <summary>Connects corners along the edges and across the faces.</summary>
    public void ConnectBoundary(int ambiguousFaces, int joinedFaces)
    {
        for (var edge = 0; edge < CubeCell.Edges; edge++)
            ConnectIfAlike(CubeCell.EdgeStart(edge), CubeCell.EdgeEnd(edge));
        for (var face = 0; face < CubeCell.Faces; face++)
        {
            if (((ambiguousFaces >> face) & 1) == 0)
                continue;
            var c = CubeCell.FaceCorners(face);
            var joinsInside = ((joinedFaces >> face) & 1) != 0;
            var firstInside = IsInside(c[0]);
            if (firstInside == joinsInside)
                Connect(c[0], c[2]);
            else
                Connect(c[1], c[3]);
        }
    }

    /// <summary>Connects corners through the interior.</summary>
    public void ConnectInterior()
    {
        Span<double> times = [0, 1, 1, 1, 1, 1];
        var count = 1;
        for (var column = 0; column < 4; column++)
        {
            double low = _values[2 * column], high = _values[2 * column + 1];
            if (IsInside(2 * column) != IsInside(2 * column + 1))
                times[count++] = low / (low - high);
        }

        times[..count].Sort();
        for (var i = 0; i < count; i++)
        {
            if (times[i] < times[i + 1])
                ConnectSlices(times[i], times[i + 1]);
        }
    }

    /// <summary>One number for all corners that are connected with this one.</summary>
    public readonly int Find(int corner)
    {
        while (true)
        {
            var parent = (int)(_parents >> (8 * corner)) & 0xff;
            if (parent == corner)
                return corner;
            corner = parent;
        }
    }

    // All slices between two neighbouring sign changes: the columns' signs are those of the middle slice.
    private void ConnectSlices(double from, double to)
    {
        var middle = (from + to) / 2;
        double a = At(0, middle), b = At(1, middle), c = At(3, middle), d = At(2, middle);
        if (a > 0 != c > 0 || b > 0 != d > 0 || a > 0 == b > 0)
            return;

        // determinant(t) = (a0 + a1 t)(c0 + c1 t) - (b0 + b1 t)(d0 + d1 t)
        double a0 = _values[0], a1 = _values[1] - a0, b0 = _values[2], b1 = _values[3] - b0;
        double c0 = _values[6], c1 = _values[7] - c0, d0 = _values[4], d1 = _values[5] - d0;
        double quadratic = a1 * c1 - b1 * d1, linear = a0 * c1 + a1 * c0 - b0 * d1 - b1 * d0, constant = a0 * c0 - b0 * d0;
        double Determinant(double t) => (quadratic * t + linear) * t + constant;

        double least = Math.Min(Determinant(from), Determinant(to)), most = Math.Max(Determinant(from), Determinant(to));
        var extremum = -linear / (2 * quadratic);
        if (extremum > from && extremum < to)
            (least, most) = (Math.Min(least, Determinant(extremum)), Math.Max(most, Determinant(extremum)));
        if (most > 0)
            Connect(CornerOf(0, a > 0), CornerOf(3, a > 0));
        if (least < 0)
            Connect(CornerOf(1, b > 0), CornerOf(2, b > 0));
    }

    private readonly double At(int column, double t) => _values[2 * column] + (_values[2 * column + 1] - _values[2 * column]) * t;

    private readonly int CornerOf(int column, bool inside) => IsInside(2 * column) == inside ? 2 * column : 2 * column + 1;

    private readonly bool IsInside(int corner) => ((_inside >> corner) & 1) != 0;

    private void ConnectIfAlike(int cornerA, int cornerB)
    {
        if (IsInside(cornerA) == IsInside(cornerB))
            Connect(cornerA, cornerB);
    }

    private void Connect(int cornerA, int cornerB)
    {
        int a = Find(cornerA), b = Find(cornerB);
        var (low, high) = a < b ? (a, b) : (b, a);
        _parents = (_parents & ~(0xffUL << (8 * high))) | ((ulong)low << (8 * high));
    }
}
