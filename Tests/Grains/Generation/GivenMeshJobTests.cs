using System.Numerics;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Tests.Grains.Cluster;
using Hunyuan3D.Tests.Inference.Export;
using Hunyuan3D.Tests.Silo.Http;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Generation;

/// <summary>Jobs that bring their mesh, through the client and with the real engines.</summary>
public sealed class GivenMeshJobTests : IAsyncLifetime
{
    private static readonly Vector3 Place = new(100, -20, 3);

    private TestSilos _silos = null!;

    public async Task InitializeAsync() => _silos = await TestSilos.StartAsync(new TestSilosOptions { Roles = [SiloRoles.All] });

    public async Task DisposeAsync() => await _silos.DisposeAsync();

    [Fact]
    public async Task Generate_ReliefOfAGivenMesh_TexturesItWhereItIs()
    {
        var mesh = Moved(ExportSamples.Sphere(20, 24), 30);
        var status = await GenerateAsync(GlbWriter.Write(mesh), new GenerationOptions { TextureSize = 256 });

        var result = status.Result!;
        Assert.Equal((true, mesh.VertexCount, mesh.FaceCount, true, 256, "alpha"), (result.MeshGiven, result.Vertices, result.Faces, result.Closed, result.TextureSize, result.MaskSource));
        Assert.DoesNotContain(result.Seconds.Keys, step => step.StartsWith("shape", StringComparison.Ordinal));
        var model = await ReadAsync(result);
        Assert.Equal(mesh.Positions.ToHashSet(), model.Mesh.Positions.ToHashSet());
        Assert.NotNull(model.Textured);
        // The picture's own colour, and no other.
        Assert.Equal((77, 128, 255), (model.Textured.BaseColor.Pixels[0], model.Textured.BaseColor.Pixels[1], model.Textured.BaseColor.Pixels[2]));
    }

    [Fact]
    public async Task Generate_DenseMesh_IsReducedInItsSizeAndPlace()
    {
        var mesh = Moved(ExportSamples.Sphere(40, 40), 0.001f);
        var result = (await GenerateAsync(GlbWriter.Write(mesh), new GenerationOptions { TextureSize = 256, Faces = 500 })).Result!;

        Assert.InRange(result.Faces, 490, 500);
        var reduced = (await ReadAsync(result)).Mesh;
        // Floats at 100 are 8e-6 apart, the sphere is 1.6e-3 across.
        Assert.All(reduced.Positions, p => Assert.InRange(Vector3.Distance(p, Place), 0.0007f, 0.0009f));
    }

    [Fact]
    public async Task Generate_KeepUvs_BakesIntoThem()
    {
        var cube = ExportSamples.Cube();
        var result = (await GenerateAsync(GlbWriter.Write(cube), new GenerationOptions { TextureSize = 256, KeepUvs = true })).Result!;

        var textured = (await ReadAsync(result)).Textured!;
        Assert.Equal(Sorted(cube.Geometry), Sorted(textured.Geometry));
        Assert.Equal(256, textured.BaseColor.Width);
    }

    [Fact]
    public async Task Generate_SidePictures_ReachTheTexture()
    {
        var pictures = new PictureFiles(Pictures.Png(10)) { Back = Pictures.Png(240) };
        var result = (await GenerateAsync(GlbWriter.Write(ExportSamples.Sphere(20, 24)), new GenerationOptions { TextureSize = 256 }, pictures)).Result!;

        var pixels = (await ReadAsync(result)).Textured!.BaseColor.Pixels;
        Assert.Equal((10, 240), (pixels.Where((_, i) => i % 4 == 0).Min(), pixels.Where((_, i) => i % 4 == 0).Max()));
    }

    [Fact]
    public async Task Generate_TheSameMeshTwice_IsOneRun_AnotherMeshIsNot()
    {
        var options = new GenerationOptions { Engine = "simulated" };
        var first = await GenerateAsync(GlbWriter.Write(ExportSamples.Sphere(6, 6)), options, useCache: true);
        var again = await GenerateAsync(GlbWriter.Write(ExportSamples.Sphere(6, 6)), options, useCache: true);
        var other = await GenerateAsync(GlbWriter.Write(ExportSamples.Sphere(6, 7)), options, useCache: true);

        Assert.Equal((false, true, false), (first.Result!.FromCache, again.Result!.FromCache, other.Result!.FromCache));
        Assert.Equal(first.Result.Model, again.Result.Model);
    }

    [Fact]
    public async Task Submit_BrokenMesh_FailsAsTheCallersFault()
    {
        var status = await _silos.SiloClient.GenerateAsync(new PictureFiles(Pictures.Png(1)), new GenerationSubmission { Mesh = "not a mesh"u8.ToArray() });

        Assert.Equal((GenerationStatusCode.Failed, GenerationFailureCode.InvalidInput, "mesh", 1), (status.Status, status.Failure!.Code, status.Failure.Field, status.Attempt));
    }

    [Theory]
    [InlineData(false, true, "keepUvs")]
    [InlineData(true, false, "texture")]
    public async Task Submit_OptionsThatContradictTheMesh_AreRefused(bool mesh, bool texture, string field)
    {
        var submission = new GenerationSubmission
        {
            Mesh = mesh ? GlbWriter.Write(ExportSamples.Sphere(6, 6)) : default(ReadOnlyMemory<byte>?),
            Options = new GenerationOptions { KeepUvs = !mesh, Texture = texture },
        };
        var refusal = await Assert.ThrowsAsync<GenerationRejectedException>(() => _silos.SiloClient.SubmitAsync(new PictureFiles(Pictures.Png(1)), submission));
        Assert.Equal(field, refusal.Failure.Field);
    }

    private async Task<GenerationStatus> GenerateAsync(byte[] mesh, GenerationOptions options, PictureFiles? pictures = null, bool useCache = false)
    {
        var submission = new GenerationSubmission { Mesh = mesh, Options = options, UseCache = useCache };
        var status = await _silos.SiloClient.GenerateAsync(pictures ?? new PictureFiles(Pictures.Png(77)), submission);
        Assert.True(status.Status == GenerationStatusCode.Completed, status.Failure?.Message);
        return status;
    }

    private async Task<GlbModel> ReadAsync(GenerationResult result) => GlbReader.Read(await _silos.Store.TryReadAsync(result.Model, CancellationToken.None));

    private static TriangleMesh Moved(TriangleMesh mesh, float scale) => new(Array.ConvertAll(mesh.Positions, p => p * scale + Place), mesh.Indices);

    private static (Vector3, Vector2)[] Sorted(UvMesh mesh) =>
        [.. mesh.Mesh.Positions.Zip(mesh.Uvs).Distinct().OrderBy(v => v.First.X).ThenBy(v => v.First.Y).ThenBy(v => v.First.Z).ThenBy(v => v.Second.X).ThenBy(v => v.Second.Y)];
}
