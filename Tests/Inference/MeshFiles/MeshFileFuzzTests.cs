using System.Text;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.MeshFiles;
using Hunyuan3D.Inference.TexGen.GivenMeshes;
using Hunyuan3D.Tests.Inference.Export;
using Xunit;

namespace Hunyuan3D.Tests.Inference.MeshFiles;

/// <summary>Whatever is in a file: a mesh that can be prepared, or a <see cref="StageInputException"/>; in little time and memory.</summary>
public sealed class MeshFileFuzzTests
{
    private const int Rounds = 2000;

    // The sample has 2 KB; nothing that it can be turned into may cost more than the parser's buffers and a few copies of it.
    private const long MostBytes = 4 << 20;

    private static readonly string[] Numbers = ["-1", "0", "1", "2", "3", "7", "255", "65535", "2147483647", "2147483648", "4294967295", "9007199254740993", "1e308", "1.5", "-0.0", "null", "true", "\"x\"", "[]", "{}", "[0]"];

    private static readonly string[] Words =
    [
        "\"byteStride\":4", "\"byteStride\":12", "\"normalized\":true", "\"sparse\":{\"count\":1,\"indices\":{\"bufferView\":0,\"componentType\":5121},\"values\":{\"bufferView\":0}}",
        "\"mode\":5", "\"mode\":6", "\"mode\":1", "\"children\":[0]", "\"matrix\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]", "\"scale\":[1e30,1e30,1e-30]", "\"uri\":\"data:;base64,AAAA\"", "\"uri\":\"../x\"",
        "\"extensions\":{\"KHR_draco_mesh_compression\":{}}", "\"indices\":0", "\"TEXCOORD_0\":0", "\"scene\":1", "\"count\":1", "\"byteOffset\":1",
    ];

    [Fact]
    public void Read_MutatedGlb_IsAMeshOrARefusal()
    {
        var sample = GlbWriter.Write(ExportSamples.Cube() with { BaseColor = new(4, 4) });
        var (json, binary) = Split(sample);
        var (meshes, refusals) = (0, 0);
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            Read((seed % 4) switch
            {
                0 => Flip(sample, random, random.Next(1, 9)),
                1 => Flip(sample.AsSpan(0, random.Next(sample.Length)).ToArray(), random, random.Next(2)),
                2 => GlbFile.Of(Mutate(json, random), binary),
                _ => GlbFile.Of(json, Flip(binary, random, random.Next(1, 30))),
            }, seed, ref meshes, ref refusals);
        }

        Assert.Equal(Rounds, meshes + refusals);
        // Neither may be all: then nothing was tried.
        Assert.InRange(meshes, Rounds / 10, Rounds * 9 / 10);
    }

    [Fact]
    public void Read_MutatedObj_IsAMeshOrARefusal()
    {
        var sample = "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nvt 0 0\nvt 1 0\nvt 0 1\nf 1/1 3/3 2/2\nf 1/1 2/2 4/3\nf -4 -1 -2\nf 2 3 4\n"u8.ToArray();
        var (meshes, refusals) = (0, 0);
        for (var seed = 0; seed < Rounds / 4; seed++)
        {
            var random = new Random(seed);
            Read(Flip(sample, random, random.Next(1, 6)), seed, ref meshes, ref refusals);
        }

        Assert.InRange(meshes, 1, Rounds / 4 - 1);
    }

    private static void Read(byte[] file, int seed, ref int meshes, ref int refusals)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var given = MeshFileReader.Read(file);
            var mesh = PreparedMesh.Create(given, 100, keepUvs: seed % 8 == 3 && given.Uvs is not null, null, CancellationToken.None).Mesh;
            Assert.All(mesh.Positions, p => Assert.True(Math.Abs(p.X) <= 0.951f && Math.Abs(p.Y) <= 0.951f && Math.Abs(p.Z) <= 0.951f, $"seed {seed}: {p}"));
            Assert.All(mesh.Indices, index => Assert.InRange(index, 0, mesh.VertexCount - 1));
            meshes++;
        }
        catch (StageInputException e)
        {
            Assert.Equal("mesh", e.Field);
            Assert.NotEmpty(e.Message);
            refusals++;
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostBytes, $"seed {seed} allocated {GC.GetAllocatedBytesForCurrentThread() - before} bytes");
    }

    private static (string Json, byte[] Binary) Split(byte[] glb)
    {
        var length = BitConverter.ToInt32(glb, 12);
        return (Encoding.UTF8.GetString(glb, 20, length), glb[(28 + length)..]);
    }

    private static byte[] Flip(byte[] file, Random random, int changes)
    {
        var bytes = (byte[])file.Clone();
        for (var i = 0; i < changes && bytes.Length > 0; i++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    // A number becomes another value, or an object gets a property that it should not have.
    private static string Mutate(string json, Random random)
    {
        if (random.Next(2) == 0)
        {
            var opens = Enumerable.Range(0, json.Length).Where(i => json[i] == '{' && i + 1 < json.Length && json[i + 1] == '"').ToArray();
            return json.Insert(opens[random.Next(opens.Length)] + 1, Words[random.Next(Words.Length)] + ",");
        }

        var starts = Enumerable.Range(1, json.Length - 1).Where(i => char.IsAsciiDigit(json[i]) && json[i - 1] is ':' or '[' or ',').ToArray();
        var at = starts[random.Next(starts.Length)];
        var end = at;
        while (char.IsAsciiDigit(json[end]) || json[end] is '.' or 'e' or '-') end++;
        return json[..at] + Numbers[random.Next(Numbers.Length)] + json[Math.Max(end, at)..];
    }
}
