using System.Numerics;

namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>
/// The numbering of a grid cell, on which everything of marching cubes rests.
/// Corner = 4*x + 2*y + z. Edges 0..3 run along x (2*y + z), 4..7 along y (4 + 2*x + z), 8..11 along z (8 + 2*x + y).
/// Faces 0..5 are x=0, x=1, y=0, y=1, z=0, z=1.
/// </summary>
internal static class CubeCell
{
    public const int Corners = 8;
    public const int Edges = 12;
    public const int Faces = 6;

    /// <summary>The number that stands for the vertex inside the cell, after the twelve edges' vertices.</summary>
    public const byte CentreVertex = Edges;

    private static readonly byte[][] FaceLoops =
    [
        [0, 1, 3, 2],
        [4, 6, 7, 5],
        [0, 4, 5, 1],
        [2, 3, 7, 6],
        [0, 2, 6, 4],
        [1, 5, 7, 3],
    ];

    private static readonly byte[] EdgeStarts = [0, 1, 2, 3, 0, 1, 4, 5, 0, 2, 4, 6];

    /// <summary>The corner at the edge's low end; <see cref="EdgeEnd"/> is one step along the edge's axis.</summary>
    public static int EdgeStart(int edge) => EdgeStarts[edge];

    public static int EdgeEnd(int edge) => EdgeStarts[edge] + (4 >> (edge >> 2));

    /// <summary>The four corners of a face, counter-clockwise seen from outside the cell.</summary>
    public static ReadOnlySpan<byte> FaceCorners(int face) => FaceLoops[face];

    public static int EdgeBetween(int cornerA, int cornerB)
    {
        var (low, high) = cornerA < cornerB ? (cornerA, cornerB) : (cornerB, cornerA);
        for (var edge = 0; edge < Edges; edge++)
        {
            if (EdgeStart(edge) == low && EdgeEnd(edge) == high)
                return edge;
        }

        throw new ArgumentException($"Corners {cornerA} and {cornerB} are not the ends of an edge.");
    }

    /// <summary>Do two edges lie on one face of the cell?</summary>
    public static bool ShareFace(int edgeA, int edgeB) => (FacesOfEdge(edgeA) & FacesOfEdge(edgeB)) != 0;

    public static Vector3 CornerPosition(int corner) => new(corner >> 2, (corner >> 1) & 1, corner & 1);

    public static Vector3 EdgeMiddle(int edge) => (CornerPosition(EdgeStart(edge)) + CornerPosition(EdgeEnd(edge))) / 2;

    // Bit mask of the two faces that meet at an edge: those whose coordinate is the same at both ends.
    private static int FacesOfEdge(int edge)
    {
        int start = EdgeStart(edge), end = EdgeEnd(edge), faces = 0;
        for (var axis = 0; axis < 3; axis++)
        {
            var bit = 4 >> axis;
            if ((start & bit) == (end & bit))
                faces |= 1 << (2 * axis + ((start & bit) != 0 ? 1 : 0));
        }

        return faces;
    }
}
