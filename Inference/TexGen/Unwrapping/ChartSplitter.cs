namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Turns any group of faces into valid charts by projection alone: projects it, takes the valid part, and does the same with what is left.
/// A group is cut at most <see cref="MostRounds"/> times before its rest becomes single faces, so the work is bounded for every input.
/// </summary>
internal sealed class ChartSplitter(ChartBuilder builder, ChartGrower grower)
{
    private const int MostRounds = 12;

    /// <summary>Adds the charts of the group to <paramref name="charts"/>.</summary>
    public void Split(int[] group, List<Chart> charts, CancellationToken cancellationToken)
    {
        var open = new Stack<(int[] Faces, int Round)>();
        open.Push((group, 0));
        while (open.TryPop(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chart = builder.Project(next.Faces);
            if (next.Faces.Length == 1)
            {
                charts.Add(chart);
                continue;
            }

            var (taken, left) = grower.Grow(chart, cancellationToken);
            charts.Add(left.Length == 0 ? chart : builder.Part(chart, taken));
            if (left.Length == 0)
                continue;
            var rest = next.Round < MostRounds ? builder.Components(left) : [.. left.Select(face => new[] { face })];
            for (var i = rest.Count - 1; i >= 0; i--)
                open.Push((rest[i], next.Round + 1));
        }
    }
}
