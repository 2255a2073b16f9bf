using System.Numerics;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.MeshFiles;
using Hunyuan3D.Tests.Inference.Export;
using SharpGLTF.Schema2;
using Xunit;

namespace Hunyuan3D.Tests.Inference.MeshFiles;

public sealed class GlbGeometryReaderTests
{
    private const string TwoTriangles = """
        {"asset":{"version":"2.0"},"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}],
         "meshes":[{"primitives":[{"attributes":{"POSITION":0},"mode":5}]}],
         "accessors":[{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3"}],
         "bufferViews":[{"buffer":0,"byteLength":48}],"buffers":[{"byteLength":48}]}
        """;

    private static readonly float[] Square = [0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0];

    [Fact]
    public void Read_SeveralNodesAndPrimitives_AgreesWithTheLibrary()
    {
        var root = ModelRoot.ParseGLB(GlbWriter.Write(ExportSamples.Sphere(9, 11)));
        var parent = root.DefaultScene.CreateNode("parent");
        parent.LocalMatrix = Matrix4x4.CreateFromYawPitchRoll(0.3f, -1, 2) * Matrix4x4.CreateTranslation(10, -2, 0.5f);
        var mirrored = parent.CreateNode("mirrored");
        mirrored.LocalMatrix = Matrix4x4.CreateScale(-2, 2, 3);
        mirrored.Mesh = root.LogicalMeshes[0];
        var second = root.LogicalMeshes[0].CreatePrimitive();
        second.SetVertexAccessor("POSITION", root.LogicalMeshes[0].Primitives[0].GetVertexAccessor("POSITION"));
        second.SetIndexAccessor(root.LogicalMeshes[0].Primitives[0].IndexAccessor);
        var glb = root.WriteGLB().ToArray();

        var (ours, theirs) = (MeshFileReader.Read(glb).Mesh, GlbReader.Read(glb).Mesh);

        Assert.Equal(theirs.FaceCount, ours.FaceCount);
        var (expected, actual) = (Triangles(theirs), Triangles(ours));
        for (var i = 0; i < expected.Length; i++)
        {
            // Theirs multiplies matrices in single precision: some units in the last place of coordinates up to 13.
            Assert.True(Vector3.Distance(expected[i], actual[i]) < 1e-5f, $"corner {i}: {actual[i]}, expected {expected[i]}");
        }
    }

    [Fact]
    public void Read_OurOwnModel_HasItsFacesAndUvs()
    {
        var cube = ExportSamples.Cube();
        var given = MeshFileReader.Read(GlbWriter.Write(cube));
        Assert.Equal((8, 12), (given.Mesh.VertexCount, given.Mesh.FaceCount));
        Assert.Equal(cube.Geometry.Mesh.Positions, given.Uvs!.Mesh.Positions);
        Assert.Equal(cube.Geometry.Mesh.Indices, given.Uvs.Mesh.Indices);
        for (var i = 0; i < cube.Geometry.Uvs.Length; i++)
            Assert.True(Vector2.Distance(cube.Geometry.Uvs[i], given.Uvs.Uvs[i]) < 1e-6f); // 1 - v, twice
        Assert.All(Enumerable.Range(0, given.Uvs.Mesh.VertexCount), i => Assert.Equal(given.Uvs.Mesh.Positions[i], given.Mesh.Positions[given.Uvs.SourceVertices[i]]));
    }

    [Fact]
    public void Read_Strip_TurnsEveryOtherTriangle()
    {
        var mesh = MeshFileReader.Read(GlbFile.Of(TwoTriangles, Square)).Mesh;
        Assert.Equal([0, 1, 2, 1, 3, 2], mesh.Indices);
    }

    [Fact]
    public void Read_Fan_StartsEveryTriangleAtTheFirstVertex()
    {
        var mesh = MeshFileReader.Read(GlbFile.Of(TwoTriangles.Replace("\"mode\":5", "\"mode\":6", StringComparison.Ordinal), 0f, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0)).Mesh;
        Assert.Equal([0, 1, 2, 0, 2, 3], mesh.Indices);
    }

    [Fact]
    public void Read_SparsePositions_ReplacesThem()
    {
        var json = TwoTriangles
            .Replace("\"type\":\"VEC3\"", "\"type\":\"VEC3\",\"sparse\":{\"count\":1,\"indices\":{\"bufferView\":1,\"componentType\":5125},\"values\":{\"bufferView\":2}}", StringComparison.Ordinal)
            .Replace("[{\"buffer\":0,\"byteLength\":48}]", "[{\"buffer\":0,\"byteLength\":48},{\"buffer\":0,\"byteOffset\":48,\"byteLength\":4},{\"buffer\":0,\"byteOffset\":52,\"byteLength\":12}]", StringComparison.Ordinal)
            .Replace("\"buffers\":[{\"byteLength\":48}]", "\"buffers\":[{\"byteLength\":64}]", StringComparison.Ordinal);
        var mesh = MeshFileReader.Read(GlbFile.Of(json, [.. Square, BitConverter.Int32BitsToSingle(3), 5, 6, 7])).Mesh;
        Assert.Contains(new Vector3(5, 6, 7), mesh.Positions);
        Assert.DoesNotContain(new Vector3(1, 1, 0), mesh.Positions);
    }

    [Fact]
    public void Read_NormalizedShorts_AreFractions()
    {
        var json = TwoTriangles
            .Replace("\"componentType\":5126", "\"componentType\":5122,\"normalized\":true", StringComparison.Ordinal)
            .Replace("\"byteLength\":48}],\"buffers\"", "\"byteLength\":48,\"byteStride\":8}],\"buffers\"", StringComparison.Ordinal);
        short[] stored = [0, 0, 0, 0, 32767, 0, 0, 0, 0, -32767, 0, 0, 32767, 32767, 0, 0];
        var bytes = new byte[48];
        System.Buffer.BlockCopy(stored, 0, bytes, 0, 32);
        var mesh = MeshFileReader.Read(GlbFile.Of(json, bytes)).Mesh;
        Assert.Equal([Vector3.Zero, Vector3.UnitX, -Vector3.UnitY, new Vector3(1, 1, 0)], mesh.Positions);
    }

    [Fact]
    public void Read_SkinnedAndAnimated_TakesTheStoredPose()
    {
        var json = GlbFile.Triangle
            .Replace("{\"mesh\":0}", "{\"mesh\":0,\"skin\":0,\"translation\":[5,0,0]},{\"translation\":[0,9,0]}", StringComparison.Ordinal)
            .Replace("\"scene\":0,", "\"scene\":0,\"skins\":[{\"joints\":[1]}],\"animations\":[{\"channels\":[{\"sampler\":0,\"target\":{\"node\":0,\"path\":\"translation\"}}],\"samplers\":[{\"input\":0,\"output\":0}]}],", StringComparison.Ordinal)
            .Replace("{\"POSITION\":0}", "{\"POSITION\":0,\"JOINTS_0\":99,\"WEIGHTS_0\":99},\"targets\":[{\"POSITION\":99}]", StringComparison.Ordinal);
        var mesh = MeshFileReader.Read(GlbFile.Of(json, GlbFile.TrianglePositions)).Mesh;
        Assert.Equal([new(5, 0, 0), new(6, 0, 0), new(5, 1, 0)], mesh.Positions);
    }

    [Fact]
    public void Read_FarFromTheOrigin_ChainOfNodesCostsNoDigits()
    {
        // 1e6 there and back again over two nodes: single precision would leave steps of 0.06.
        var json = GlbFile.Triangle.Replace(
            "{\"mesh\":0}", "{\"translation\":[1e6,0,0],\"children\":[1]},{\"translation\":[-1e6,0,0],\"scale\":[0.1,0.1,0.1],\"mesh\":0}", StringComparison.Ordinal);
        Assert.Equal([Vector3.Zero, new(0.1f, 0, 0), new(0, 0.1f, 0)], MeshFileReader.Read(GlbFile.Of(json, GlbFile.TrianglePositions)).Mesh.Positions);
    }

    [Fact]
    public void Read_UnusedAndRepeatedVertices_AreNotThere()
    {
        var json = TwoTriangles.Replace("\"mode\":5", "\"mode\":4", StringComparison.Ordinal); // the fourth vertex is left over
        Assert.Equal((3, 1), Size(MeshFileReader.Read(GlbFile.Of(json, Square)).Mesh));
        Assert.Equal((4, 2), Size(MeshFileReader.Read(GlbFile.Of(TwoTriangles, Square)).Mesh));
        static (int, int) Size(Hunyuan3D.Inference.Geometry.TriangleMesh mesh) => (mesh.VertexCount, mesh.FaceCount);
    }

    [Theory]
    [InlineData("\"byteLength\":36}]}", "\"byteLength\":36,\"uri\":\"mesh.bin\"}]}", "another file ('mesh.bin')")]
    [InlineData("\"byteLength\":36}]}", "\"byteLength\":36,\"uri\":\"file:///etc/passwd\"}]}", "another file ('file:///etc/passwd')")]
    [InlineData("\"byteLength\":36}]}", "\"byteLength\":36,\"uri\":\"data:x;base64,####\"}]}", "not base64")]
    [InlineData("\"byteLength\":36}]}", "\"byteLength\":3600}]}", "buffers[0] of the GLB says 3600 bytes; 36 are in the file")]
    [InlineData("\"count\":3", "\"count\":900000000", "accessors[0] of the GLB has 900000000 elements; expected 1 to 134217727")]
    [InlineData("\"count\":3", "\"count\":-1", "has -1 elements")]
    [InlineData("\"count\":3", "\"count\":2.5", "accessors[0].count of the GLB is 2.5; expected a whole number")]
    [InlineData("\"count\":3", "\"count\":4", "reads 4 elements of 12 bytes at 0, beyond its buffer view of 36 bytes")]
    [InlineData("\"count\":3", "\"count\":3,\"byteOffset\":4", "beyond its buffer view")]
    [InlineData("\"byteLength\":36}],\"buffers\"", "\"byteLength\":48}],\"buffers\"", "takes 48 bytes at 0, but buffers[0] has 36")]
    [InlineData("\"byteLength\":36}],\"buffers\"", "\"byteLength\":36,\"byteStride\":1000}],\"buffers\"", "stride of 1000")]
    [InlineData("\"buffer\":0", "\"buffer\":1", "bufferViews[0] of the GLB names buffers[1]")]
    [InlineData("\"bufferView\":0,\"componentType\"", "\"bufferView\":7,\"componentType\"", "accessors[0] of the GLB names bufferViews[7]; the file has 1")]
    [InlineData("\"bufferView\":0,\"componentType\"", "\"componentType\"", "has no data. If the file is compressed")]
    [InlineData("\"POSITION\":0}", "\"POSITION\":5}", "names accessors[5]")]
    [InlineData("\"VEC3\"", "\"VEC2\"", "is no VEC3")]
    [InlineData("5126", "5130", "component type 5130")]
    [InlineData("{\"mesh\":0}", "{\"mesh\":3}", "nodes[0] of the GLB names meshes[3]")]
    [InlineData("{\"mesh\":0}", "{\"mesh\":0,\"children\":[0]}", "its own ancestor")]
    [InlineData("{\"mesh\":0}", "{\"mesh\":0,\"children\":[3]}", "names nodes[3]")]
    [InlineData("{\"mesh\":0}", "{\"mesh\":0,\"scale\":[1,2]}", "nodes[0].scale of the GLB is [1,2]; expected 3 numbers")]
    [InlineData("{\"mesh\":0}", "{\"mesh\":0,\"scale\":[1e9,1,1]}", "Vertex 1 of meshes[0].primitives[0] lies at (1e+09, 0, 0); every coordinate must be a number from -")]
    [InlineData("{\"mesh\":0}", "{\"mesh\":0,\"scale\":[1,1e-12,1]}", "have no area")]
    [InlineData("{\"mesh\":0}", "{\"mesh\":0,\"scale\":[0,0,0]}", "two corners at one place")]
    [InlineData("{\"mesh\":0}", "{}", "shows no triangles")]
    [InlineData("\"POSITION\":0}", "\"POSITION\":0},\"mode\":0", "shows no triangles")]
    [InlineData("\"scenes\":[{\"nodes\":[0]}]", "\"scenes\":[{}]", "shows no triangles")]
    [InlineData("\"scene\":0", "\"scene\":4", "names scenes[4]")]
    [InlineData("\"scene\":0", "\"extensionsRequired\":[\"KHR_draco_mesh_compression\"],\"scene\":0", "KHR_draco_mesh_compression, which is not supported; export it without compression")]
    [InlineData("\"byteLength\":36}],\"buffers\"", "\"byteLength\":36,\"extensions\":{\"EXT_meshopt_compression\":{}}}],\"buffers\"", "EXT_meshopt_compression, which is not supported")]
    [InlineData("\"asset\"", "asset", "JSON cannot be parsed")]
    [InlineData("\"asset\":{\"version\":\"2.0\"}", "\"asset\":\"\\ud800\",\"extensionsRequired\":[\"\\ud800\"]", "JSON cannot be read")]
    [InlineData("\"version\":\"2.0\"", "\"version\":\"2.0\"", "lies at (NaN, ", float.NaN)]
    [InlineData("\"version\":\"2.0\"", "\"version\":\"2.0\"", "every coordinate must be a number", float.NegativeInfinity)]
    public void Read_BrokenFile_SaysWhatIsWrong(string part, string replacement, string expected, float? firstCoordinate = null)
    {
        Assert.Contains(part, GlbFile.Triangle, StringComparison.Ordinal);
        var glb = GlbFile.Of(GlbFile.Triangle.Replace(part, replacement, StringComparison.Ordinal), [firstCoordinate ?? 0, .. GlbFile.TrianglePositions[1..]]);

        var error = Assert.Throws<StageInputException>(() => MeshFileReader.Read(glb, field: "file"));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal("file", error.Field);
    }

    [Fact]
    public void Read_OneTriangle_IsAMesh() => Assert.Equal(1, MeshFileReader.Read(GlbFile.Of(GlbFile.Triangle, GlbFile.TrianglePositions)).Mesh.FaceCount);

    [Fact]
    public void Read_CutAnywhere_SaysSo()
    {
        var glb = GlbFile.Of(GlbFile.Triangle, GlbFile.TrianglePositions);
        for (var length = 0; length < glb.Length; length++)
            Assert.Throws<StageInputException>(() => MeshFileReader.Read(glb.AsMemory(0, length)));
    }

    private static Vector3[] Triangles(Hunyuan3D.Inference.Geometry.TriangleMesh mesh) => Array.ConvertAll(mesh.Indices, index => mesh.Positions[index]);
}
