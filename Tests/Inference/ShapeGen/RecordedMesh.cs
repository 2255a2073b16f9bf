using System.Numerics;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Tests.Golden;

namespace Hunyuan3D.Tests.Inference.ShapeGen;

/// <summary>A mesh of the golden set without its NaN vertices, wound outward as the official pipeline leaves it.</summary>
internal static class RecordedMesh
{
    /// <param name="prefix">For example <c>hier</c>, the part before <c>.mc_vertices</c>.</param>
    public static TriangleMesh Read(SafetensorsFile golden, string prefix)
    {
        var coordinates = golden.ReadSingles($"{prefix}.mc_vertices");
        var faces = golden.ReadAs<int>($"{prefix}.mc_faces");
        var positions = Enumerable.Range(0, coordinates.Length / 3).Select(i => new Vector3(coordinates[3 * i], coordinates[3 * i + 1], coordinates[3 * i + 2])).ToArray();
        var number = new int[positions.Length];
        var kept = 0;
        for (var i = 0; i < positions.Length; i++)
            number[i] = float.IsNaN(positions[i].X) ? -1 : kept++;

        var indices = new List<int>();
        for (var f = 0; f < faces.Length; f += 3)
        {
            if (number[faces[f]] >= 0)
                indices.AddRange([number[faces[f]], number[faces[f + 2]], number[faces[f + 1]]]);
        }

        return new TriangleMesh(positions.Where(p => !float.IsNaN(p.X)).ToArray(), [.. indices]);
    }

    public static TriangleMesh Read(string name)
    {
        using var golden = GoldenSet.Expected("shape", "marching-cubes");
        return Read(golden, name);
    }
}
