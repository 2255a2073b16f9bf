using System.Numerics;
using System.Text.Json.Nodes;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Imaging;
using SharpGLTF.Schema2;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Export;

public sealed class GlbWriterTests
{
    private static readonly ModelProvenance Provenance = new("relief", 42, "sha256:00ff")
    {
        Options = new JsonObject { ["octreeResolution"] = 256, ["texture"] = true },
    };

    [Fact]
    public void Write_TexturedMesh_ReadsBackTheSame()
    {
        var cube = ExportSamples.Cube();

        var model = GlbReader.Read(GlbWriter.Write(cube));

        Assert.Equal(8, model.Mesh.VertexCount);
        Assert.Equal(12, model.Mesh.FaceCount);
        Assert.Equal(1, ExportSamples.SignedVolume(model.Mesh), 1e-6);
        Assert.Equal(cube.Geometry.Mesh.Positions, model.Textured!.Geometry.Mesh.Positions);
        Assert.Equal(cube.Geometry.Mesh.Indices, model.Textured.Geometry.Mesh.Indices);
        for (var i = 0; i < cube.Geometry.Uvs.Length; i++)
            Assert.True(Vector2.Distance(cube.Geometry.Uvs[i], model.Textured.Geometry.Uvs[i]) < 1e-6f); // 1 - (1 - v) rounds twice
        Assert.Equal(cube.BaseColor.Pixels, model.Textured.BaseColor.Pixels);
    }

    [Fact]
    public void Write_PlainMesh_ReadsBackTheSame()
    {
        var sphere = ExportSamples.Sphere(8, 12);

        var model = GlbReader.Read(GlbWriter.Write(sphere));

        Assert.Null(model.Textured);
        Assert.Equal(sphere.Positions, model.Mesh.Positions);
        Assert.Equal(sphere.Indices, model.Mesh.Indices);
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        var options = new GlbOptions { Provenance = Provenance };

        Assert.Equal(GlbWriter.Write(ExportSamples.Cube(), options), GlbWriter.Write(ExportSamples.Cube(), options));
    }

    [Theory]
    [InlineData(255, 257, IndexEncodingType.UNSIGNED_SHORT)]
    [InlineData(260, 257, IndexEncodingType.UNSIGNED_INT)]
    public void Write_BySize_TakesTheNarrowestIndex(int rings, int segments, IndexEncodingType expected)
    {
        var root = ModelRoot.ParseGLB(GlbWriter.Write(ExportSamples.Sphere(rings, segments)));

        var indices = root.LogicalMeshes.Single().Primitives.Single().IndexAccessor;
        Assert.Equal((EncodingType)expected, indices.Encoding);
    }

    [Fact]
    public void Write_Provenance_StandsInTheAsset()
    {
        var root = ModelRoot.ParseGLB(GlbWriter.Write(ExportSamples.Cube(), new GlbOptions { Name = "robot", Generator = "tests", Provenance = Provenance }));

        Assert.Equal("tests", root.Asset.Generator);
        Assert.True(JsonNode.DeepEquals(root.Asset.Extras, JsonNode.Parse(
            """{"engine":"relief","seed":42,"inputHash":"sha256:00ff","options":{"octreeResolution":256,"texture":true}}""")));
        Assert.Equal("robot", root.LogicalNodes.Single().Name);
        Assert.Equal("robot", root.LogicalMeshes.Single().Name);
        var material = root.LogicalMaterials.Single();
        Assert.Equal("robot", material.Name);
        Assert.Equal(0f, material.FindChannel("MetallicRoughness")!.Value.GetFactor("MetallicFactor"));
        Assert.Equal(1f, material.FindChannel("MetallicRoughness")!.Value.GetFactor("RoughnessFactor"));
    }

    [Fact]
    public void Write_SplitVertices_ShareOneNormal()
    {
        var cube = ExportSamples.Cube();
        var primitive = ModelRoot.ParseGLB(GlbWriter.Write(cube)).LogicalMeshes.Single().Primitives.Single();

        var normals = primitive.GetVertexAccessor("NORMAL").AsVector3Array();
        for (var i = 0; i < normals.Count; i++)
        {
            Assert.Equal(1, normals[i].Length(), 1e-5);
            var first = Array.IndexOf(cube.Geometry.SourceVertices, cube.Geometry.SourceVertices[i]);
            Assert.Equal(normals[first], normals[i]);
            Assert.True(Vector3.Dot(normals[i], cube.Geometry.Mesh.Positions[i]) > 0);
        }
    }

    [GltfValidatorFact]
    public void Write_EveryVariant_PassesTheKhronosValidatorWithoutAnyIssue()
    {
        var options = new GlbOptions { Provenance = Provenance };
        var cube = ExportSamples.Cube();
        var powerOfTwo = cube with { BaseColor = new Picture(64, 64, [.. Enumerable.Repeat((byte)255, 64 * 64 * 4)]) };

        var issues = GltfValidator.Validate(
            GlbWriter.Write(powerOfTwo, options),
            GlbWriter.Write(powerOfTwo, options with { TextureEncoding = TextureEncoding.Jpeg }),
            GlbWriter.Write(powerOfTwo, options with { TextureEncoding = TextureEncoding.WebP }),
            GlbWriter.Write(cube.Geometry.Mesh, options),
            GlbWriter.Write(ExportSamples.Sphere(300, 301)));

        Assert.All(issues, Assert.Empty);
    }

    [GltfValidatorFact]
    public void Validator_NormalsThatAreNotUnit_ReportsThem()
    {
        var glb = GlbWriter.Write(ExportSamples.Cube().Geometry.Mesh);
        var json = 20 + BitConverter.ToInt32(glb, 12);
        var firstNormal = json + 8 + 24 * 12;
        BitConverter.GetBytes(5f).CopyTo(glb, firstNormal);

        Assert.Contains(GltfValidator.Validate(glb).Single(), issue => issue.StartsWith("ACCESSOR_VECTOR3_NON_UNIT", StringComparison.Ordinal));
    }
}
