using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Geometry.Repair;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Tests.Inference.ShapeGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Geometry.Repair;

public sealed class ManifoldRepairTests
{
    [Fact]
    public void Repair_SoundMesh_IsReturnedAsItIs()
    {
        var sphere = SampleMeshes.Sphere(16);
        Assert.Same(sphere, ManifoldRepair.Repair(sphere));
    }

    [Fact]
    public void Repair_SolidsSharingAnEdge_ComeApart()
    {
        var pair = SampleMeshes.Together(SampleMeshes.Tetrahedron(), SampleMeshes.Tetrahedron());
        var far = pair.Positions.Select((p, vertex) => vertex < 4 ? p : -p).ToArray();
        far[5] = far[1];

        // Vertices 0 and 4 are the origin, 1 and 5 now the same point too.
        var repaired = ManifoldRepair.Repair(new TriangleMesh(far, [.. pair.Indices.Select(index => index is 4 or 5 ? index - 4 : index)]));
        var report = MeshInvariants.Check(repaired);
        Assert.True(report.IsSound, report.ToString());
        Assert.Equal((2, 8), (report.Components, report.Vertices));
        Assert.Equal(8, repaired.Positions.Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Repair_SurfaceOfRandomVoxels_BecomesSound(int seed)
    {
        // Random voxels touch along edges and at corners in every way there is.
        var mesh = VoxelSurface(6, seed);
        var before = MeshInvariants.Check(mesh);
        Assert.True(before.NonManifoldEdges > 0 && before.NonManifoldVertices > 0);

        var report = MeshInvariants.Check(ManifoldRepair.Repair(mesh));

        Assert.True(report.IsSound, report.ToString());

        // Copies move by a 256th of an edge.
        Assert.InRange(report.SignedVolume / before.SignedVolume, 0.99, 1.01);
    }

    [Fact]
    public void Repair_FacesMissing_FillsTheHoles()
    {
        var sphere = SampleMeshes.Sphere(24);
        var random = new Random(11);
        var mesh = new TriangleMesh(sphere.Positions, [.. sphere.Indices.Chunk(3).Where(_ => random.Next(6) > 0).SelectMany(face => face)]);

        var report = MeshInvariants.Check(ManifoldRepair.Repair(mesh));

        Assert.True(report.IsSound, report.ToString());
        Assert.InRange(report.SignedVolume / MeshInvariants.Check(sphere).SignedVolume, 0.9, 1.02);
    }

    [Fact]
    public void Repair_RepeatedAndCancellingFaces_Go()
    {
        var solid = SampleMeshes.Tetrahedron();
        var mesh = new TriangleMesh([.. solid.Positions, Vector3.One], [.. solid.Indices, .. solid.Indices[..3], 0, 0, 1, 1, 2, 4, 1, 4, 2]);
        var repaired = ManifoldRepair.Repair(mesh);
        Assert.Equal(solid.Positions, repaired.Positions);
        Assert.Equal(solid.Indices, repaired.Indices);
    }

    [Fact]
    public void Repair_SurfaceOfAGridWithGaps_BecomesSound()
    {
        var grid = MarchingCubesTests.RandomGrid(14, seed: 4, levels: 0, border: -1);
        var random = new Random(4);
        for (var p = 0; p < grid.Values.Length; p++)
            grid.Values[p] = random.Next(60) == 0 ? float.NaN : grid.Values[p];
        var report = MeshInvariants.Check(ManifoldRepair.Repair(MarchingCubes.Extract(grid, 0f, CancellationToken.None)));
        Assert.True(report.IsSound, report.ToString());
    }

    [Fact]
    public void Repair_FaceReversed_SaysSo()
    {
        var mesh = SampleMeshes.Torus(12, 8);
        (mesh.Indices[0], mesh.Indices[1]) = (mesh.Indices[1], mesh.Indices[0]);
        Assert.Contains("3 edges", Assert.Throws<ArgumentException>(() => ManifoldRepair.Repair(mesh)).Message, StringComparison.Ordinal);
    }

    // The faces between full and empty voxels, vertices shared by grid point.
    private static TriangleMesh VoxelSurface(int size, int seed)
    {
        var random = new Random(seed);
        var full = new HashSet<(int, int, int)>();
        for (var voxel = 0; voxel < size * size * size; voxel++)
        {
            if (random.Next(2) == 0)
                full.Add((voxel / (size * size), voxel / size % size, voxel % size));
        }

        var points = size + 1;
        var indices = new List<int>();
        foreach (var (x, y, z) in full)
        {
            for (var axis = 0; axis < 3; axis++)
            {
                foreach (var side in (int[])[0, 1])
                {
                    int[] neighbour = [x, y, z];
                    neighbour[axis] += 2 * side - 1;
                    if (full.Contains((neighbour[0], neighbour[1], neighbour[2])))
                        continue;
                    var quad = new int[4];
                    for (var corner = 0; corner < 4; corner++)
                    {
                        int[] at = [x, y, z];
                        at[axis] += side;
                        at[(axis + 1) % 3] += corner is 1 or 2 ? 1 : 0;
                        at[(axis + 2) % 3] += corner is 2 or 3 ? 1 : 0;
                        quad[side == 1 ? corner : 3 - corner] = (at[0] * points + at[1]) * points + at[2];
                    }

                    indices.AddRange([quad[0], quad[1], quad[2], quad[0], quad[2], quad[3]]);
                }
            }
        }

        var positions = Enumerable.Range(0, points * points * points).Select(p => new Vector3(p / (points * points), p / points % points, p % points)).ToArray();
        return new TriangleMesh(positions, [.. indices]);
    }
}
