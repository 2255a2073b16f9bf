using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.MeshFiles;
using Xunit;

namespace Hunyuan3D.Tests.Inference.MeshFiles;

public sealed class MeshFileReaderTests
{
    private const string Square = "# a square\nv 0 0 0\nv 1 0 0 1 0 0\r\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\nusemtl x\nf 1/1 2/2 3/3 4/4\n";

    [Fact]
    public void Read_ObjPolygon_IsAFanWithItsUvs()
    {
        var given = Read(Square);
        Assert.Equal([0, 1, 2, 0, 2, 3], given.Mesh.Indices);
        Assert.Equal([Vector2.Zero, Vector2.UnitX, Vector2.One, Vector2.UnitY], given.Uvs!.Uvs);
    }

    [Theory]
    [InlineData("f 1 2 3\nf 1 3 4")]
    [InlineData("f 1//1 2//2 3//3\nf 1//1 3//1 4//1")]
    [InlineData("f -4 -3 -2\nf -4 -2 -1")]
    [InlineData("f\t1/1/1\t2/2/2  3/3/3 \nf 1/1/1 3/3/3 4/4/4")]
    public void Read_ObjCorners_InEveryForm(string faces)
    {
        var given = Read(Square.Replace("f 1/1 2/2 3/3 4/4\n", faces, StringComparison.Ordinal));
        Assert.Equal([0, 1, 2, 0, 2, 3], given.Mesh.Indices);
        Assert.Equal(faces.Contains("1/1", StringComparison.Ordinal), given.Uvs is not null);
    }

    [Fact]
    public void Read_ObjVertexWithTwoUvs_IsOneVertexOfTheMesh()
    {
        var given = Read(Square.Replace("f 1/1 2/2 3/3 4/4", "f 1/1 2/2 3/3\nf 1/2 3/4 4/4", StringComparison.Ordinal));
        Assert.Equal((4, 6), (given.Mesh.VertexCount, given.Uvs!.Mesh.VertexCount));
    }

    [Theory]
    [InlineData("f 1 2 5", "Line 11 of the OBJ is broken: a face names element 5 of the 4 before it")]
    [InlineData("f 1 2 -5", "element -5 of the 4")]
    [InlineData("f 0 1 2", "element 0 of the 4")]
    [InlineData("f 1/9 2 3", "element 9 of the 4")]
    [InlineData("f 1 2", "a face needs three corners, not 2")]
    [InlineData("f 1 2 x", "no number")]
    [InlineData("v 1 2", "a vertex needs three numbers")]
    [InlineData("v 1 2 NaN\nf 1 2 5", "Vertex 5 of the OBJ lies at (1, 2, NaN)")]
    [InlineData("v 1e9 2 3\nf 1 2 5", "every coordinate must be a number from")]
    [InlineData("", "The OBJ has no faces")]
    [InlineData("f 1 1 1", "two corners at one place")]
    public void Read_BrokenObj_SaysWhatIsWrong(string last, string expected) =>
        Assert.Contains(expected, Assert.Throws<StageInputException>(() => Read(Square.Replace("f 1/1 2/2 3/3 4/4", last, StringComparison.Ordinal))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_BinaryStl_WeldsItsCorners()
    {
        var mesh = MeshFileReader.Read(Stl([0, 0, 0, 1, 0, 0, 1, 1, 0], [0, 0, 0, 1, 1, 0, 0, 1, 0])).Mesh;
        Assert.Equal((4, 2), (mesh.VertexCount, mesh.FaceCount));
    }

    [Fact]
    public void Read_BrokenStl_SaysWhatIsWrong()
    {
        Assert.Contains("no triangles", Refusal(Stl()), StringComparison.Ordinal);
        Assert.Contains("Vertex 2 of the STL lies at (NaN", Refusal(Stl([0, 0, 0, 1, 0, 0, float.NaN, 1, 0])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ply\nformat ascii 1.0\n", "a PLY")]
    [InlineData("solid cube\nfacet normal 0 0 1\n", "a text STL")]
    [InlineData("  {\"asset\":{}}", "a glTF in JSON")]
    [InlineData("", "0 bytes")]
    [InlineData("hello", "5 bytes")]
    public void Read_OtherFile_SaysWhatItIsAndWhatIsExpected(string content, string seen)
    {
        var message = Refusal(Encoding.ASCII.GetBytes(content));
        Assert.Contains(seen, message, StringComparison.Ordinal);
        Assert.Contains("expected GLB, OBJ or binary STL", message, StringComparison.Ordinal);
    }

    private static GivenMesh Read(string obj) => MeshFileReader.Read(Encoding.ASCII.GetBytes(obj));

    private static string Refusal(byte[] file) => Assert.Throws<StageInputException>(() => MeshFileReader.Read(file)).Message;

    private static byte[] Stl(params float[][] triangles)
    {
        var bytes = new byte[84 + 50 * triangles.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(80), triangles.Length);
        for (var i = 0; i < triangles.Length; i++) Buffer.BlockCopy(triangles[i], 0, bytes, 84 + 50 * i + 12, 36);
        return bytes;
    }
}
