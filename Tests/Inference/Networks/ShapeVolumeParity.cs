using System.Numerics;
using System.Text.Json;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.FlashVdm;
using Hunyuan3D.Inference.ShapeGen.Refinement;
using Hunyuan3D.Inference.Tensors;
using Hunyuan3D.Tests.Golden;

namespace Hunyuan3D.Tests.Inference.Networks;

/// <summary>The three volume decoders and the meshes of one case, from the last recorded latents on.</summary>
internal sealed class ShapeVolumeParity(ShapeCase shapeCase, ParityTable table)
{
    private const float GridTolerance = 1e-4f;

    // Positions follow the grid: a logit off by 1e-4 moves a crossing by as much as the field is flat there.
    private const float VertexTolerance = 2e-3f;
    private const float GoldenGridVertexTolerance = 1e-5f;
    private const int DefaultMinResolution = OctreeLevels.DefaultMinResolution;

    private readonly NetworkField _field = new(
        shapeCase.Networks,
        shapeCase.Networks.DecodeLatents(new TensorData(ShapeParityTests.LastLatents(shapeCase), [.. shapeCase.Expected.Entry("vae.in").Shape])));

    public void CompareAll()
    {
        foreach (var volume in shapeCase.Parameters.GetProperty("volumes").EnumerateObject())
            Volume(volume.Name, volume.Value);
        if (!shapeCase.Expected.Contains("e2e.vertices"))
            return;
        var parameters = shapeCase.Parameters.GetProperty("e2e");
        IVolumeDecoder decoder = shapeCase.FlashVdmVae is null ? new VanillaVolumeDecoder() : new FlashVdmVolumeDecoder(TopKModeOf(parameters));
        var grid = decoder.Decode(_field, parameters.GetProperty("octree_resolution").GetInt32(), 0, null, CancellationToken.None);
        Mesh("e2e.vertices", "e2e.faces", MarchingCubes.Extract(grid, 0, CancellationToken.None), VertexTolerance);
    }

    private void Volume(string name, JsonElement parameters)
    {
        var octree = parameters.GetProperty("octree_resolution").GetInt32();
        var level = parameters.GetProperty("mc_level").GetSingle();
        var minResolution = parameters.TryGetProperty("min_res", out var value) ? value.GetInt32() : DefaultMinResolution;
        var flash = parameters.GetProperty("decoder").GetString() == "flashvdm";
        var topKMode = TopKModeOf(parameters);
        IVolumeDecoder decoder = parameters.GetProperty("decoder").GetString() switch
        {
            "vanilla" => new VanillaVolumeDecoder(),
            "hier" => new HierarchicalVolumeDecoder(minResolution),
            _ => new FlashVdmVolumeDecoder(topKMode, minResolution),
        };
        var grid = decoder.Decode(_field, octree, level, null, CancellationToken.None);
        if (shapeCase.Expected.Contains($"{name}.grid"))
            Dense(name, grid, level);
        else
            Sparse(name, grid);

        if (shapeCase.Expected.Contains($"{name}.coarse_topk"))
            CoarseSelection(name, FlashVdmVolumeDecoder.Levels(octree, minResolution)[0] + 1);
        for (var i = 0; shapeCase.Expected.Contains($"{name}.level{i}.logits"); i++)
            Level(name, i, flash ? FlashVdmVolumeDecoder.Levels(octree, minResolution) : OctreeLevels.Of(octree, minResolution), level, topKMode);
    }

    private static FlashVdmTopKMode TopKModeOf(JsonElement parameters) =>
        parameters.TryGetProperty("topk_mode", out var mode) && mode.GetString() == "merge" ? FlashVdmTopKMode.Merge : FlashVdmTopKMode.Mean;

    private void Dense(string name, VoxelGrid grid, float level)
    {
        table.Compare($"{name}.grid", grid.Values, GridTolerance);
        var golden = grid with { Values = shapeCase.Expected.ReadSingles($"{name}.grid") };
        Mesh($"{name}.mc_vertices", $"{name}.mc_faces", MarchingCubes.Extract(golden, level, CancellationToken.None), GoldenGridVertexTolerance);
    }

    private void Sparse(string name, VoxelGrid grid)
    {
        // One point in 1e5 may fall on the other side of a near-surface decision.
        var bits = shapeCase.Expected.ReadAs<byte>($"{name}.finite_bits");
        var different = Enumerable.Range(0, grid.Values.Length).Count(i => ((bits[i / 8] >> (i % 8)) & 1) != 0 == float.IsNaN(grid.Values[i]));
        table.Row($"{name}.finite_bits", $"{different} points differ", $"{grid.Values.Length / 100_000}", different <= grid.Values.Length / 100_000);
        var samples = shapeCase.Expected.ReadAs<int>($"{name}.sample_index").Select(index => grid.Values[index]).ToArray();
        table.Input($"{name}.sample_index");
        table.Compare($"{name}.sample_value", samples, GridTolerance, offFraction: 1e-5);
    }

    private void CoarseSelection(string name, int points)
    {
        var expected = shapeCase.Expected.ReadAs<short>($"{name}.coarse_topk");
        var selector = new FlashVdmKeySelector(_field.Tokens);
        var blocks = new CoarseBlocks(points);
        var actual = Enumerable.Range(0, CoarseBlocks.Count)
            .SelectMany(block => FlashVdmVolumeDecoder.CoarseSelection(_field, selector, blocks.Positions(block)).SelectMany(keys => keys))
            .ToArray();
        var different = actual.Length == expected.Length ? actual.Zip(expected).Count(pair => pair.First != pair.Second) : -1;
        table.Row($"{name}.coarse_topk", $"{different} of {expected.Length} differ", "0", different == 0);
    }

    private void Level(string name, int index, int[] resolutions, float mcLevel, FlashVdmTopKMode topKMode)
    {
        var logits = shapeCase.Expected.ReadSingles($"{name}.level{index}.logits");
        var points = resolutions[index] + 1;
        var near = NearSurface.SignChanges(logits, points, mcLevel);
        var expected = shapeCase.Expected.ReadAs<byte>($"{name}.level{index}.near_surface");
        var different = Enumerable.Range(0, expected.Length).Count(i => near[i / (points * points), i / points % points, i % points] != (expected[i] != 0));
        table.Row($"{name}.level{index}.near_surface", $"{different} of {expected.Length} differ", "0", different == 0);
        if (index > 0)
        {
            // From the recorded level before; what is not evaluated is -10000 in both.
            var before = new VoxelGrid(resolutions[index - 1] + 1, resolutions[index - 1], shapeCase.Expected.ReadSingles($"{name}.level{index - 1}.logits"));
            table.Compare($"{name}.level{index}.logits", Finer(name, topKMode, before, resolutions[index], mcLevel), GridTolerance);
            return;
        }

        var coarse = name.StartsWith("hier", StringComparison.Ordinal)
            ? new VanillaVolumeDecoder().Decode(_field, resolutions[0], mcLevel, null, CancellationToken.None)
            : new FlashVdmVolumeDecoder(minResolution: resolutions[0] + 1).Decode(_field, resolutions[0], mcLevel, null, CancellationToken.None);
        table.Compare($"{name}.level{index}.logits", coarse.Values, GridTolerance);
    }

    private float[] Finer(string name, FlashVdmTopKMode topKMode, VoxelGrid before, int resolution, float mcLevel)
    {
        if (!name.StartsWith("hier", StringComparison.Ordinal))
            return new FlashVdmVolumeDecoder(topKMode).Finer(_field, new FlashVdmKeySelector(_field.Tokens), before, resolution, mcLevel, false, null, CancellationToken.None).Values;
        var points = LevelPoints.Around(before.Values, before.PointsPerAxis, resolution, mcLevel, isLast: false);
        var positions = new Vector3[points.Count];
        points.ReadPositions(0, positions);
        var logits = new float[points.Count];
        _field.Evaluate(positions, logits);
        var grid = new float[(resolution + 1) * (resolution + 1) * (resolution + 1)];
        Array.Fill(grid, NearSurface.NotEvaluated);
        points.Scatter(0, logits, grid);
        return grid;
    }

    private void Mesh(string vertices, string faces, TriangleMesh mesh, float tolerance)
    {
        var v = shapeCase.Expected.ReadSingles(vertices);
        var f = shapeCase.Expected.ReadAs<int>(faces);
        var all = Enumerable.Range(0, v.Length / 3).Select(i => new Vector3(v[3 * i], v[3 * i + 1], v[3 * i + 2])).ToArray();
        // Official meshes keep the vertices of cells without values: NaN, or for trimesh (0, 0, 0) faces.
        var clean = all.Where(position => !float.IsNaN(position.X)).ToArray();
        var cleanFaces = Enumerable.Range(0, f.Length / 3).Count(i => !float.IsNaN(all[f[3 * i]].X) && f[3 * i] != f[3 * i + 1]);
        var worst = Math.Max(Farthest(clean, mesh.Positions), Farthest(mesh.Positions, clean));
        table.Row(vertices, $"{mesh.VertexCount} vertices, {worst:g3} apart", $"{clean.Length}, {tolerance:g3}", worst <= tolerance && mesh.VertexCount == clean.Length);
        table.Row(faces, $"{mesh.FaceCount} faces", $"{cleanFaces}", mesh.FaceCount == cleanFaces);
    }

    private static float Farthest(Vector3[] from, Vector3[] to) => from.Max(point => to.Min(other => Vector3.Distance(point, other)));
}
