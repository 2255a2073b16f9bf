using System.Globalization;
using System.IO.Compression;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Imaging;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Export;

public sealed class ObjWriterTests
{
    [Fact]
    public void Write_TexturedMesh_HasWeldedPositionsAndSplitUvs()
    {
        var cube = ExportSamples.Cube();
        using var zip = new ZipArchive(new MemoryStream(ObjWriter.Write(cube, "robot")));

        Assert.Equal(["robot.obj", "robot.mtl", "robot.png"], zip.Entries.Select(entry => entry.FullName));
        var lines = Lines(zip, "robot.obj");
        Assert.Equal(8, lines.Count(line => line.StartsWith("v ", StringComparison.Ordinal)));
        Assert.Equal(24, lines.Count(line => line.StartsWith("vt ", StringComparison.Ordinal)));
        Assert.Contains("mtllib robot.mtl", lines);
        Assert.Contains("map_Kd robot.png", Lines(zip, "robot.mtl"));
        var faces = lines.Where(line => line.StartsWith("f ", StringComparison.Ordinal)).ToArray();
        Assert.Equal("f 5/1/5 6/2/6 8/3/8", faces[0]);
        Assert.Equal(12, faces.Length);
        var uv = lines.First(line => line.StartsWith("vt ", StringComparison.Ordinal)).Split(' ');
        Assert.Equal(cube.Geometry.Uvs[0].X, float.Parse(uv[1], CultureInfo.InvariantCulture));
        Assert.Equal(cube.Geometry.Uvs[0].Y, float.Parse(uv[2], CultureInfo.InvariantCulture));

        using var png = new MemoryStream();
        zip.GetEntry("robot.png")!.Open().CopyTo(png);
        Assert.Equal(cube.BaseColor.Pixels, ImageCodec.Decode(png.ToArray(), new ImageLimits()).Pixels);
    }

    [Fact]
    public void Write_PlainMesh_HasNoTexture()
    {
        using var zip = new ZipArchive(new MemoryStream(ObjWriter.Write(ExportSamples.Sphere(4, 5))));

        Assert.Equal(["model.obj", "model.mtl"], zip.Entries.Select(entry => entry.FullName));
        Assert.Contains("f 1//1 2//2 3//3", Lines(zip, "model.obj"));
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes() => Assert.Equal(ObjWriter.Write(ExportSamples.Cube()), ObjWriter.Write(ExportSamples.Cube()));

    [Theory]
    [InlineData("")]
    [InlineData("../up")]
    [InlineData("a b")]
    public void Write_NameThatIsNoFileName_Throws(string name) => Assert.Throws<ArgumentException>(() => ObjWriter.Write(ExportSamples.Sphere(4, 5), name));

    private static string[] Lines(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd().Split('\n');
    }
}
