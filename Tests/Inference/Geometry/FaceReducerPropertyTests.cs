using FsCheck;
using FsCheck.Fluent;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Geometry.Reduction;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Geometry;

public sealed class FaceReducerPropertyTests
{
    private const int Cases = 60;

    /// <summary>Small cells, so that small meshes go through every phase.</summary>
    private static readonly ReductionSettings SmallCells = new() { FacesPerCell = 400 };

    [Fact]
    public void Reduce_AnyClosedMesh_KeepsWhatItIsAndHitsTheCount()
    {
        var cases =
            from seed in Gen.Choose(0, 1_000_000)
            from resolution in Gen.Choose(12, 40)
            from percent in Gen.Choose(2, 99)
            select (seed, resolution, percent);
        Prop.ForAll(cases.ToArbitrary(), given =>
        {
            var mesh = FaceReducerMeshes.Blob(given.seed, given.resolution);
            var before = MeshInvariants.Check(mesh);
            Assert.True(before.Closed && before.Manifold && before.Oriented, before.ToString());
            var result = FaceReducer.Reduce(mesh, Math.Max(mesh.FaceCount * given.percent / 100, 4), SmallCells, null, CancellationToken.None);
            var after = MeshInvariants.Check(result);
            Assert.True(after.Closed && after.Manifold && after.Oriented && after.DuplicateFaces == 0, after.ToString());
            Assert.Equal((before.Components, before.EulerCharacteristic), (after.Components, after.EulerCharacteristic));
            Assert.Equal(result.VertexCount, after.Vertices);

            // Where small pieces and handles need more faces than asked, the count is theirs: 4 a piece, at most 30 more a handle.
            var asked = Math.Max(mesh.FaceCount * given.percent / 100, 4);
            var needed = 4 * before.Components + 30 * (before.Components - before.EulerCharacteristic / 2);
            Assert.True(after.Faces <= Math.Max(asked, needed), $"{after.Faces} faces, {asked} asked, {needed} needed");
            if (asked >= needed)
                Assert.Equal(asked & ~1, after.Faces);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
    }

    [Fact]
    public void Reduce_AnySoup_EndsAndNeverAddsFaces()
    {
        // Random faces over few vertices: every edge and vertex is non-manifold, boundary, or worse.
        var cases =
            from seed in Gen.Choose(0, 1_000_000)
            from vertices in Gen.Choose(1, 60)
            from faces in Gen.Choose(1, 400)
            from maxFaces in Gen.Choose(1, 400)
            select (seed, vertices, faces, maxFaces);
        Prop.ForAll(cases.ToArbitrary(), given =>
        {
            var random = new Random(given.seed);
            var positions = Enumerable.Range(0, given.vertices)
                .Select(_ => new System.Numerics.Vector3(random.NextSingle(), random.NextSingle(), random.Next(20) == 0 ? float.NaN : random.NextSingle())).ToArray();
            var indices = Enumerable.Range(0, given.faces * 3).Select(_ => random.Next(given.vertices)).ToArray();
            var result = FaceReducer.Reduce(new TriangleMesh(positions, indices), given.maxFaces, SmallCells, null, CancellationToken.None);
            Assert.True(result.FaceCount <= given.faces);
            Assert.All(result.Indices, index => Assert.InRange(index, 0, result.VertexCount - 1));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
    }
}
