using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.MeshFiles;
using Hunyuan3D.Inference.TexGen.GivenMeshes;
using Xunit;

namespace Hunyuan3D.Tests.Inference.MeshFiles;

/// <summary>Files that are large, or small files that say they are.</summary>
public sealed class MeshFileLimitsTests
{
    // Generous for two busy cores; a sequence without bound would take minutes.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public void Read_FiveMillionFaces_IsRefusedByTheirNumberAlone()
    {
        var glb = GridGlb(1600, 1563);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();

        var error = Assert.Throws<StageInputException>(() => MeshFileReader.Read(glb));

        Assert.Contains("more than 4000000 faces, the most that are accepted", error.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20, "the mesh was read before it was refused");
        Assert.True(Stopwatch.GetElapsedTime(start) < Limit);
    }

    [Fact]
    public void Create_MillionsOfFaces_AreReducedInBoundedTimeAndMemory()
    {
        var glb = GridGlb(1000, 1000);
        var start = Stopwatch.GetTimestamp();
        var before = GC.GetTotalAllocatedBytes();

        var mesh = PreparedMesh.Create(MeshFileReader.Read(glb), 40_000, keepUvs: false, null, CancellationToken.None).Mesh;

        Assert.InRange(mesh.FaceCount, 30_000, 40_000);
        Assert.True(Stopwatch.GetElapsedTime(start) < Limit, $"{Stopwatch.GetElapsedTime(start)}");
        Assert.True(GC.GetTotalAllocatedBytes() - before < 1L << 30, "more than 512 bytes a face were allocated");
    }

    [Fact]
    public void Read_InstancesOfAMesh_CountEachTime()
    {
        // 2,000 nodes that show one mesh of 5,000 faces: a small file of ten million.
        var nodes = string.Join(',', Enumerable.Repeat("{\"mesh\":0}", 2000));
        var glb = GridGlb(50, 50, nodes, string.Join(',', Enumerable.Range(0, 2000)));
        Assert.Contains("more than", Assert.Throws<StageInputException>(() => MeshFileReader.Read(glb)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AccessorOfMillionsWithoutData_AllocatesNothingForThem()
    {
        var json = GlbFile.Triangle.Replace("\"count\":3", "\"count\":5999999", StringComparison.Ordinal);
        var glb = GlbFile.Of(json, GlbFile.TrianglePositions);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<StageInputException>(() => MeshFileReader.Read(glb));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void Read_DeeplyNestedJson_IsRefused(string level)
    {
        var json = string.Concat(Enumerable.Repeat(level, 100_000));
        Assert.Contains("JSON cannot be parsed", Assert.Throws<StageInputException>(() => MeshFileReader.Read(GlbFile.Of(json, [1]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MoreJsonThanASceneNeeds_IsRefusedUnparsed()
    {
        var json = "[" + new string('1', 9 << 20);
        Assert.Contains("at most 8388608", Assert.Throws<StageInputException>(() => MeshFileReader.Read(GlbFile.Of(json, [1]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ThousandsOfNodesInAChain_IsRefused()
    {
        var nodes = string.Join(',', Enumerable.Range(0, 5000).Select(i => $"{{\"children\":[{i + 1}]}}")) + ",{\"mesh\":0}";
        var error = Assert.Throws<StageInputException>(() => MeshFileReader.Read(GridGlb(2, 2, nodes)));
        Assert.Contains("deeper than 256 levels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooManyNodes_IsRefused()
    {
        var nodes = string.Join(',', Enumerable.Repeat("{}", 20_001));
        Assert.Contains("20001 nodes", Assert.Throws<StageInputException>(() => MeshFileReader.Read(GridGlb(2, 2, nodes))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_SmallThingFarAway_KeepsItsDigits()
    {
        var far = new Vector3(524288, -524288, 0); // floats are 1/16 apart there
        var mesh = new TriangleMesh([far, far + Vector3.UnitX, far + Vector3.UnitY], [0, 1, 2]);
        var prepared = PreparedMesh.Create(MeshFileReader.Read(GlbWriter.Write(mesh)), 100, keepUvs: false, null, CancellationToken.None);
        Assert.Equal([new(-0.95f, -0.95f, 0), new(0.95f, -0.95f, 0), new(-0.95f, 0.95f, 0)], prepared.Mesh.Positions);
    }

    // A wavy sheet of 2 * columns * rows faces with 32-bit indices.
    private static byte[] GridGlb(int columns, int rows, string nodes = "{\"mesh\":0}", string roots = "0")
    {
        var positions = new Vector3[(columns + 1) * (rows + 1)];
        for (var i = 0; i < positions.Length; i++)
        {
            var (x, y) = (i % (columns + 1), i / (columns + 1));
            positions[i] = new Vector3(x / 100f, y / 100f, MathF.Sin(x * 0.05f) * MathF.Cos(y * 0.07f));
        }

        var indices = new int[6 * columns * rows];
        for (var cell = 0; cell < columns * rows; cell++)
        {
            var a = cell / columns * (columns + 1) + cell % columns;
            ReadOnlySpan<int> corners = [a, a + 1, a + columns + 1, a + 1, a + columns + 2, a + columns + 1];
            corners.CopyTo(indices.AsSpan(6 * cell));
        }

        var (first, second) = (positions.Length * 12, indices.Length * 4);
        var json = $$"""
            {"asset":{"version":"2.0"},"scenes":[{"nodes":[{{roots}}]}],"nodes":[{{nodes}}],
             "meshes":[{"primitives":[{"attributes":{"POSITION":0},"indices":1}]}],
             "accessors":[{"bufferView":0,"componentType":5126,"count":{{positions.Length}},"type":"VEC3"},{"bufferView":1,"componentType":5125,"count":{{indices.Length}},"type":"SCALAR"}],
             "bufferViews":[{"buffer":0,"byteLength":{{first}}},{"buffer":0,"byteOffset":{{first}},"byteLength":{{second}}}],"buffers":[{"byteLength":{{first + second}}}]}
            """;
        return GlbFile.Of(json, [.. MemoryMarshal.AsBytes(positions.AsSpan()), .. MemoryMarshal.AsBytes(indices.AsSpan())]);
    }
}
