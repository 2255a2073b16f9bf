using System.Numerics;

namespace Hunyuan3D.Inference.Geometry.Metrics;

/// <summary>Where parallel rays along +X enter and leave a mesh.</summary>
internal sealed class RayCrossings
{
    // Rays pass through pixel centres, moved a little so that no ray meets a vertex or an edge of a regular mesh.
    private const double OffsetY = 0.5 + 0.0137357;
    private const double OffsetZ = 0.5 - 0.0071423;

    private readonly int[] _starts;
    private readonly Crossing[] _crossings;

    private RayCrossings(int[] starts, Crossing[] crossings) => (_starts, _crossings) = (starts, crossings);

    public static RayCrossings Find(TriangleMesh mesh, int raysPerAxis, Vector3 low, Vector3 high)
    {
        double stepY = ((double)high.Y - low.Y) / raysPerAxis, stepZ = ((double)high.Z - low.Z) / raysPerAxis;
        var starts = new int[raysPerAxis * raysPerAxis + 1];
        ForEach((ray, _) => starts[ray + 1]++);
        for (var ray = 0; ray < starts.Length - 1; ray++)
            starts[ray + 1] += starts[ray];

        // Filling moves each start to the next one's place; shifted back after.
        var crossings = new Crossing[starts[^1]];
        ForEach((ray, crossing) => crossings[starts[ray]++] = crossing);
        Array.Copy(starts, 0, starts, 1, starts.Length - 1);
        starts[0] = 0;
        Parallel.For(0, starts.Length - 1, ray => crossings.AsSpan(starts[ray]..starts[ray + 1]).Sort());
        return new RayCrossings(starts, crossings);

        void ForEach(Action<int, Crossing> take)
        {
            for (var face = 0; face < mesh.FaceCount; face++)
            {
                int a = mesh.Indices[3 * face], b = mesh.Indices[3 * face + 1], c = mesh.Indices[3 * face + 2];
                Vector3 pa = mesh.Positions[a], pb = mesh.Positions[b], pc = mesh.Positions[c];
                Vector3 least = Vector3.Min(pa, Vector3.Min(pb, pc)), most = Vector3.Max(pa, Vector3.Max(pb, pc));
                int fromY = First(least.Y - (double)low.Y, stepY, OffsetY), toY = Last(most.Y - (double)low.Y, stepY, OffsetY);
                int fromZ = First(least.Z - (double)low.Z, stepZ, OffsetZ), toZ = Last(most.Z - (double)low.Z, stepZ, OffsetZ);
                for (var row = fromY; row <= toY; row++)
                {
                    for (var column = fromZ; column <= toZ; column++)
                    {
                        double y = low.Y + (row + OffsetY) * stepY, z = low.Z + (column + OffsetZ) * stepZ;
                        double atA = Side(b, pb, c, pc, y, z), atB = Side(c, pc, a, pa, y, z), atC = Side(a, pa, b, pb, y, z);
                        if (atA > 0 != atB > 0 || atB > 0 != atC > 0)
                            continue;

                        // Seen along +X counter-clockwise faces look away: the ray leaves there.
                        var x = (atA * pa.X + atB * pb.X + atC * pc.X) / (atA + atB + atC);
                        take(row * raysPerAxis + column, new Crossing(x, atA > 0 ? -1 : 1));
                    }
                }
            }
        }

        int First(double from, double step, double offset) => Math.Max(0, (int)Math.Ceiling(from / step - offset));

        int Last(double to, double step, double offset) => Math.Min(raysPerAxis - 1, (int)Math.Floor(to / step - offset));
    }

    public ReadOnlySpan<Crossing> Of(int ray) => _crossings.AsSpan(_starts[ray].._starts[ray + 1]);

    /// <summary>The lengths of a ray inside both and inside either solid.</summary>
    public static (double Both, double Either) Overlap(ReadOnlySpan<Crossing> first, ReadOnlySpan<Crossing> second)
    {
        double both = 0, either = 0, last = 0;
        int windingFirst = 0, windingSecond = 0;
        for (int a = 0, b = 0; a < first.Length || b < second.Length;)
        {
            var isFirst = b == second.Length || (a < first.Length && first[a].X <= second[b].X);
            var crossing = isFirst ? first[a++] : second[b++];
            both += windingFirst > 0 && windingSecond > 0 ? crossing.X - last : 0;
            either += windingFirst > 0 || windingSecond > 0 ? crossing.X - last : 0;
            windingFirst += isFirst ? crossing.Winding : 0;
            windingSecond += isFirst ? 0 : crossing.Winding;
            last = crossing.X;
        }

        return (both, either);
    }

    // Twice the signed area of (from, to, ray) in the YZ plane. Always computed from the lower vertex, so that the two faces of an edge get exactly
    // opposite values and no ray slips between them or counts twice.
    private static double Side(int from, Vector3 fromPosition, int to, Vector3 toPosition, double y, double z)
    {
        if (from > to)
            return -Side(to, toPosition, from, fromPosition, y, z);
        var area = (toPosition.Y - (double)fromPosition.Y) * (z - fromPosition.Z) - (toPosition.Z - (double)fromPosition.Z) * (y - fromPosition.Y);
        return area == 0 ? double.Epsilon : area;
    }

    /// <param name="X">Where.</param>
    /// <param name="Winding">+1: the ray enters, -1: it leaves.</param>
    internal readonly record struct Crossing(double X, int Winding) : IComparable<Crossing>
    {
        public int CompareTo(Crossing other) => X != other.X ? X.CompareTo(other.X) : other.Winding.CompareTo(Winding);
    }
}
