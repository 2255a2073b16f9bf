namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>Groups all faces that are not collapsed into future charts: clusters them, straightens the borders, and joins what that tore off.</summary>
internal static class ChartSegmenter
{
    public static List<int[]> Segment(UnwrapSurface surface, ClusteringLimits limits, CancellationToken cancellationToken)
    {
        var faces = Enumerable.Range(0, surface.FaceCount).Where(f => !surface.IsCollapsed(f)).ToArray();
        var start = new int[surface.FaceCount];
        Array.Fill(start, -1);
        for (var i = 0; i < faces.Length; i++)
            start[faces[i]] = i;
        var groups = FaceClustering.Cluster(surface, faces, start, faces.Length, limits, cancellationToken);
        Number(groups, start);
        BorderRegrower.Regrow(surface, start, BorderSmoother.MeanNormals(surface, start, groups.Count), cancellationToken);
        BorderSmoother.Smooth(surface, start, groups.Count, cancellationToken);
        var parts = Parts(surface, start);
        Number(parts, start);
        return FaceClustering.Cluster(surface, faces, start, parts.Count, limits, cancellationToken);
    }

    private static void Number(List<int[]> groups, int[] start)
    {
        for (var i = 0; i < groups.Count; i++)
        {
            foreach (var face in groups[i])
                start[face] = i;
        }
    }

    /// <summary>The connected parts of all groups.</summary>
    private static List<int[]> Parts(UnwrapSurface surface, int[] owner)
    {
        var reached = new bool[owner.Length];
        var parts = new List<int[]>();
        var queue = new List<int>();
        for (var f = 0; f < owner.Length; f++)
        {
            if (owner[f] < 0 || reached[f])
                continue;
            queue.Clear();
            queue.Add(f);
            reached[f] = true;
            for (var i = 0; i < queue.Count; i++)
            {
                for (var h = 3 * queue[i]; h < 3 * queue[i] + 3; h++)
                {
                    if (surface.Opposite[h] < 0 || reached[surface.Opposite[h] / 3] || owner[surface.Opposite[h] / 3] != owner[f])
                        continue;
                    reached[surface.Opposite[h] / 3] = true;
                    queue.Add(surface.Opposite[h] / 3);
                }
            }

            parts.Add([.. queue]);
        }

        return parts;
    }
}
