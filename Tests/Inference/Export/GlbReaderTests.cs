using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Imaging;
using SharpGLTF.Schema2;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Export;

public sealed class GlbReaderTests
{
    private const string Triangle = """
        {"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}],
         "meshes":[{"primitives":[{"attributes":{"POSITION":0}}]}],
         "accessors":[{"bufferView":0,"componentType":5126,"count":3,"type":"VEC3","min":[0,0,0],"max":[1,1,0]}],
         "bufferViews":[{"buffer":0,"byteLength":36}],"buffers":[{"byteLength":36}]}
        """;

    private static readonly float[] TrianglePositions = [0, 0, 0, 1, 0, 0, 0, 1, 0];

    [Fact]
    public void Read_SeveralNodes_AppliesTransformsAndMerges()
    {
        var root = ModelRoot.ParseGLB(GlbWriter.Write(ExportSamples.Sphere(6, 8)));
        var mesh = root.LogicalMeshes[0];
        var parent = root.DefaultScene.CreateNode("parent");
        parent.LocalMatrix = Matrix4x4.CreateTranslation(10, 0, 0);
        var mirrored = parent.CreateNode("mirrored");
        mirrored.LocalMatrix = Matrix4x4.CreateScale(-2, 2, 2);
        mirrored.Mesh = mesh;

        var model = GlbReader.Read(root.WriteGLB());

        var one = ExportSamples.Sphere(6, 8);
        Assert.Equal(2 * one.VertexCount, model.Mesh.VertexCount);
        Assert.Equal(2 * one.FaceCount, model.Mesh.FaceCount);
        // Twice the size is eight times the volume; positive, since the mirrored faces are turned back.
        Assert.Equal(9 * ExportSamples.SignedVolume(one), ExportSamples.SignedVolume(model.Mesh), 1e-3);
        Assert.Equal(11.6f, model.Mesh.Positions.Max(p => p.X), 1e-4f);
    }

    [Fact]
    public void Read_PartsWithDifferentTextures_KeepsOnlyTheGeometry()
    {
        var root = ModelRoot.ParseGLB(GlbWriter.Write(ExportSamples.Cube()));
        var other = root.CreateMesh("other").CreatePrimitive();
        var first = root.LogicalMeshes[0].Primitives[0];
        other.SetVertexAccessor("POSITION", first.GetVertexAccessor("POSITION"));
        other.SetIndexAccessor(first.IndexAccessor);
        root.DefaultScene.CreateNode("other").Mesh = root.LogicalMeshes[1];

        var model = GlbReader.Read(root.WriteGLB());

        Assert.Null(model.Textured);
        Assert.Equal(24, model.Mesh.FaceCount);
    }

    [Fact]
    public void Read_WholeTriangle_IsAccepted() => Assert.Equal(1, GlbReader.Read(Glb(Triangle, TrianglePositions)).Mesh.FaceCount);

    [Theory]
    [InlineData("\"byteLength\":36}]}", "\"byteLength\":36,\"uri\":\"mesh.bin\"}]}", "another file ('mesh.bin')")]
    [InlineData("\"count\":3", "\"count\":900000000", "900000000 elements")]
    [InlineData("\"count\":3", "\"count\":4", "broken")] // beyond its buffer view
    [InlineData("\"byteLength\":36}],\"buffers\"", "\"byteLength\":48}],\"buffers\"", "broken")] // beyond its buffer
    [InlineData("\"bufferView\":0,\"componentType\"", "\"bufferView\":7,\"componentType\"", "broken")]
    [InlineData("{\"mesh\":0}", "{\"mesh\":0,\"children\":[0]}", "in a cycle")]
    [InlineData("{\"mesh\":0}", "{\"mesh\":0,\"children\":[3]}", "child that does not exist")]
    [InlineData("{\"mesh\":0}", "{}", "no triangles")]
    [InlineData("\"POSITION\":0}", "\"POSITION\":0},\"mode\":0", "no triangles")]
    [InlineData("\"scene\":0", "\"extensionsRequired\":[\"KHR_draco_mesh_compression\"],\"extensionsUsed\":[\"KHR_draco_mesh_compression\"],\"scene\":0", "KHR_draco_mesh_compression")]
    [InlineData("{\"mesh\":0}", "{\"mesh\":0,\"scale\":[1e9,1,1]}", "at most")]
    [InlineData("\"version\":\"2.0\"", "\"version\":\"2.0\"", "Accessor[0]", float.NaN)]
    [InlineData("\"version\":\"2.0\"", "\"version\":\"2.0\"", "Accessor[0]", float.PositiveInfinity)]
    [InlineData("\"asset\"", "asset", "JSON cannot be parsed")]
    [InlineData("\"scenes\":[{\"nodes\":[0]}]", "\"scenes\":[]", "")]
    public void Read_BrokenFile_SaysWhatIsWrong(string part, string replacement, string expected, float? firstCoordinate = null)
    {
        Assert.Contains(part, Triangle, StringComparison.Ordinal);
        float[] positions = [firstCoordinate ?? 0, .. TrianglePositions[1..]];

        var error = Assert.Throws<StageInputException>(
            () => GlbReader.Read(Glb(Triangle.Replace(part, replacement, StringComparison.Ordinal), positions), field: "file"));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal("file", error.Field);
    }

    [Fact]
    public void Read_IndexBeyondTheVertices_Throws()
    {
        var glb = GlbWriter.Write(ExportSamples.Cube().Geometry.Mesh);
        BinaryPrimitives.WriteUInt16LittleEndian(glb.AsSpan(glb.Length - 72), 999);

        Assert.Throws<StageInputException>(() => GlbReader.Read(glb));
    }

    [Fact]
    public void Read_MoreThanTheLimits_Throws()
    {
        var glb = GlbWriter.Write(ExportSamples.Sphere(20, 20));

        Assert.Contains("vertices", Assert.Throws<StageInputException>(() => GlbReader.Read(glb, new GlbLimits { MaxVertices = 300 })).Message, StringComparison.Ordinal);
        Assert.Contains("triangles", Assert.Throws<StageInputException>(() => GlbReader.Read(glb, new GlbLimits { MaxFaces = 700 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CutOrDamagedFile_ThrowsStageInputOrReads()
    {
        var glb = GlbWriter.Write(ExportSamples.Cube() with { BaseColor = new Picture(4, 4) });
        var random = new Random(1);
        for (var round = 0; round < 400; round++)
        {
            var bytes = glb.AsSpan(0, round % 4 == 0 ? random.Next(glb.Length) : glb.Length).ToArray();
            for (var change = 0; change < 3 && bytes.Length > 0; change++)
                bytes[random.Next(Math.Min(bytes.Length, 2000))] = (byte)random.Next(256);
            try
            {
                GlbReader.Read(bytes);
            }
            catch (StageInputException)
            {
                // Any other exception fails the test.
            }
        }
    }

    private static byte[] Glb(string json, float[] floats)
    {
        var text = Encoding.UTF8.GetBytes(json);
        var padded = (text.Length + 3) / 4 * 4;
        var bytes = new byte[12 + 8 + padded + 8 + floats.Length * 4];
        "glTF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), 2);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), padded);
        "JSON"u8.CopyTo(bytes.AsSpan(16));
        bytes.AsSpan(20, padded).Fill((byte)' ');
        text.CopyTo(bytes, 20);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20 + padded), floats.Length * 4);
        "BIN\0"u8.CopyTo(bytes.AsSpan(24 + padded));
        System.Buffer.BlockCopy(floats, 0, bytes, 28 + padded, floats.Length * 4);
        return bytes;
    }
}
