namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Makes valid charts of all groups, in parallel, in the order of the groups. A group is projected, relaxed and checked. Where only little of it turns over,
/// overlaps or is stretched too much, that part is cut off; otherwise the group is cut in two; both parts start again. After
/// <see cref="MostCuts"/> cuts in a row what is left goes through the plainer <see cref="ChartSplitter"/>, which always ends.
/// </summary>
internal sealed class ChartMaker
{
    /// <summary>A unit step in a chart is nowhere longer than this on the surface, faces smaller than a texel aside.</summary>
    public const double MaxStretch = 2;

    private const int MostCuts = 10;

    /// <summary>Cutting off more than this part of a chart's area is no better than cutting it in two.</summary>
    private const double LittleArea = 0.08;

    private const int FewParts = 3;

    private readonly UnwrapSurface _surface;
    private readonly ChartBuilder _builder;
    private readonly ChartGrower _grower;
    private readonly ChartSplitter _splitter;
    private readonly int[] _start;

    private ChartMaker(UnwrapSurface surface, double smallFace)
    {
        (_surface, _builder, _start) = (surface, new ChartBuilder(surface), new int[surface.FaceCount]);
        _grower = new ChartGrower(surface, MaxStretch, smallFace);
        _splitter = new ChartSplitter(_builder, _grower);
        Array.Fill(_start, -1);
    }

    /// <param name="smallFace">Faces of less area may be stretched more.</param>
    public static AlignedChart[] Make(UnwrapSurface surface, List<int[]> groups, double smallFace, Action<double> progress, CancellationToken cancellationToken)
    {
        var charts = new AlignedChart[groups.Count][];
        var done = 0;
        Parallel.For(
            0, groups.Count, new ParallelOptions { CancellationToken = cancellationToken },
            () => new ChartMaker(surface, smallFace),
            (i, _, maker) =>
            {
                var made = new List<Chart>();
                maker.Add(groups[i], made, cancellationToken);
                charts[i] = [.. made.Select(ChartAligner.Align)];
                progress(Interlocked.Increment(ref done) / (double)groups.Count);
                return maker;
            },
            _ => { });
        return [.. charts.SelectMany(c => c)];
    }

    private void Add(int[] group, List<Chart> charts, CancellationToken cancellationToken)
    {
        var open = new Stack<(int[] Faces, int Cuts)>();
        open.Push((group, 0));
        while (open.TryPop(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (next.Faces.Length == 1 || next.Cuts > MostCuts)
            {
                _splitter.Split(next.Faces, charts, cancellationToken);
                continue;
            }

            var chart = ChartRelaxer.Relax(_surface, _builder.Project(next.Faces), cancellationToken);
            var (taken, left) = _grower.Grow(chart, cancellationToken);
            if (left.Length == 0)
            {
                charts.Add(chart);
                continue;
            }

            var rest = _builder.Components(left);
            if (left.Sum(f => _surface.Areas[f]) < LittleArea * next.Faces.Sum(f => _surface.Areas[f]) && rest.Count <= FewParts)
                charts.Add(_builder.Part(chart, taken));
            else
                rest = InTwo(next.Faces, cancellationToken);
            for (var i = rest.Count - 1; i >= 0; i--)
                open.Push((rest[i], next.Cuts + 1));
        }
    }

    private List<int[]> InTwo(int[] faces, CancellationToken cancellationToken)
    {
        for (var i = 0; i < faces.Length; i++)
            _start[faces[i]] = i;
        var parts = FaceClustering.Cluster(_surface, faces, _start, faces.Length, ClusteringLimits.InTwo, cancellationToken);
        foreach (var face in faces)
            _start[face] = -1;
        return parts;
    }
}
