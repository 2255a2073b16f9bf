using System.Globalization;
using System.Numerics;

namespace Hunyuan3D.Inference.TexGen.GivenMeshes;

/// <summary>
/// Whether a texture can be baked into a mesh's own UVs: each inside the texture, each texel wanted by one place of the surface, and enough of the surface in the
/// texture at all. Time is bounded: drawing (<see cref="UsedCells"/>) stops when too much of the texture is wanted twice.
/// </summary>
internal static class UvLayoutCheck
{
    /// <summary>How far outside 0..1 a UV may be: rounding of exporters. Such UVs are drawn in.</summary>
    public const float Tolerance = 1e-3f;

    /// <summary>The share of used cells that may be wanted twice: borders of charts that touch, not charts on top of each other.</summary>
    public const double MostOverlap = 0.02;

    /// <summary>The share of the surface that may have no place in the texture.</summary>
    public const double MostWithoutArea = 0.05;

    // Rows of cells that faces may touch, all together: 30 for each of 4 million faces.
    private const long MostRows = 120_000_000;

    /// <returns>The same mesh with UVs inside 0..1.</returns>
    /// <exception cref="StageInputException">The UVs cannot be baked into; the message says why.</exception>
    public static UvMesh Check(UvMesh mesh, string field, CancellationToken cancellationToken)
    {
        var uvs = new Vector2[mesh.Uvs.Length];
        for (var i = 0; i < uvs.Length; i++)
        {
            var uv = mesh.Uvs[i];
            if (!(uv.X >= -Tolerance && uv.X <= 1 + Tolerance && uv.Y >= -Tolerance && uv.Y <= 1 + Tolerance))
            {
                throw new StageInputException(
                    field, string.Create(CultureInfo.InvariantCulture, $"The mesh's own UVs cannot be kept: vertex {i} has UV ({uv.X:g4}, {1 - uv.Y:g4}), outside 0 to 1 (a repeated texture). {Remedy}"));
            }

            uvs[i] = Vector2.Clamp(uv, Vector2.Zero, Vector2.One);
        }

        var inside = new UvMesh(mesh.Mesh, uvs, mesh.SourceVertices);
        CheckArea(inside, field);
        CheckOverlap(inside, field, cancellationToken);
        return inside;
    }

    /// <summary>What the caller can do about UVs that are of no use.</summary>
    public const string Remedy = "Leave keepUvs out, so that the mesh is laid out anew, or unwrap it without overlaps.";

    private static void CheckArea(UvMesh mesh, string field)
    {
        double total = 0, without = 0;
        var (positions, uvs, indices) = (mesh.Mesh.Positions, mesh.Uvs, mesh.Mesh.Indices);
        for (var i = 0; i < indices.Length; i += 3)
        {
            int a = indices[i], b = indices[i + 1], c = indices[i + 2];
            double area = Vector3.Cross(positions[b] - positions[a], positions[c] - positions[a]).Length();
            total += area;
            if (TwiceArea(uvs[a], uvs[b], uvs[c]) == 0) without += area;
        }

        if (without > MostWithoutArea * total)
        {
            throw new StageInputException(
                field, string.Create(CultureInfo.InvariantCulture, $"The mesh's own UVs cannot be kept: {without / total:P0} of the surface has no area in the texture (at most {MostWithoutArea:P0}). {Remedy}"));
        }
    }

    private static void CheckOverlap(UvMesh mesh, string field, CancellationToken cancellationToken)
    {
        var grid = new UsedCells();
        var indices = mesh.Mesh.Indices;
        for (var i = 0; i < indices.Length; i += 3)
        {
            if (i % 30_000 == 0) cancellationToken.ThrowIfCancellationRequested();
            grid.Draw(mesh.Uvs[indices[i]], mesh.Uvs[indices[i + 1]], mesh.Uvs[indices[i + 2]]);

            // However much is drawn later, this is too much: the grid has no more cells.
            if (grid.Repeated > MostOverlap * UsedCells.Count || grid.Rows > MostRows) break;
        }

        if (grid.Rows > MostRows)
            throw new StageInputException(field, $"The mesh's own UVs cannot be kept: its {mesh.Mesh.FaceCount} faces are long slivers across the whole texture. {Remedy}");
        if (grid.Repeated > MostOverlap * grid.Used)
        {
            throw new StageInputException(
                field, string.Create(CultureInfo.InvariantCulture, $"The mesh's own UVs cannot be kept: {(double)grid.Repeated / grid.Used:P0} of the used texture or more belongs to several faces at once (at most {MostOverlap:P0}), as with mirrored or stacked charts. {Remedy}"));
        }
    }

    private static double TwiceArea(Vector2 a, Vector2 b, Vector2 c) =>
        ((double)b.X - a.X) * ((double)c.Y - a.Y) - ((double)b.Y - a.Y) * ((double)c.X - a.X);
}
