using System.Numerics;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>Groups faces that hang together and look along the same of the six axes.</summary>
internal static class AxisSegmenter
{
    public static List<int[]> Segment(UnwrapSurface surface, CancellationToken cancellationToken)
    {
        var axis = new sbyte[surface.FaceCount];
        for (var f = 0; f < axis.Length; f++)
            axis[f] = surface.IsCollapsed(f) ? (sbyte)-1 : Axis(surface.Normals[f]);
        var groups = new List<int[]>();
        var queue = new List<int>();
        for (var start = 0; start < axis.Length; start++)
        {
            if (axis[start] < 0)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            var label = axis[start];
            queue.Clear();
            queue.Add(start);
            axis[start] = -1;
            for (var i = 0; i < queue.Count; i++)
            {
                for (var h = 3 * queue[i]; h < 3 * queue[i] + 3; h++)
                {
                    if (surface.Opposite[h] is >= 0 and var o && axis[o / 3] == label)
                    {
                        axis[o / 3] = -1;
                        queue.Add(o / 3);
                    }
                }
            }

            groups.Add([.. queue]);
        }

        return groups;
    }

    private static sbyte Axis(Vector3 n)
    {
        var a = Vector3.Abs(n);
        if (a.X >= a.Y && a.X >= a.Z)
            return (sbyte)(n.X > 0 ? 0 : 1);
        return a.Y >= a.Z ? (sbyte)(n.Y > 0 ? 2 : 3) : (sbyte)(n.Z > 0 ? 4 : 5);
    }
}
