using Hunyuan3D.Client;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Export;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Tests.Grains.Cluster;
using Xunit;

namespace Hunyuan3D.Tests.Client;

/// <summary>The client against a real cluster of one silo, from outside and from inside.</summary>
public sealed class Hunyuan3DClientTests(Hunyuan3DClientTests.OneSilo cluster) : IClassFixture<Hunyuan3DClientTests.OneSilo>
{
    private static readonly GenerationSubmission Simulated = new() { Options = new GenerationOptions { Engine = "simulated" }, UseCache = false };

    public static TheoryData<string> Places => ["remote", "silo"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task GenerateAsync_SimulatedEngine_ReturnsTheCompletedJobAndItsModel(string place)
    {
        var client = Client(place);
        var seen = new List<GenerationStatus>();
        var status = await client.GenerateAsync(new PictureFiles(Picture(1)) { Back = Picture(2) }, Simulated, new Recorder(seen));

        Assert.Equal(GenerationStatusCode.Completed, status.Status);
        Assert.Equal(status.Id, seen[0].Id);
        Assert.Equal(seen.Select(change => change.Version).Order(), seen.Select(change => change.Version));
        var model = await client.GetModelAsync(status.Id);
        await using var stream = await client.OpenArtifactAsync(model!);
        var file = new byte[stream.Length];
        await stream.ReadExactlyAsync(file);
        Assert.Equal("glTF"u8.ToArray(), file[..4]);
        Assert.Equal(model!.Length, file.Length);
    }

    [Fact]
    public async Task OpenArtifactAsync_RemoteLargeFile_ReadsAndSeeks()
    {
        var content = new byte[5 * ArtifactChunk.MaxBytes + 123];
        new Random(1).NextBytes(content);
        var stored = await cluster.Silos.Store.PutAsync(content, "application/octet-stream", CancellationToken.None);

        await using var stream = await cluster.Silos.RemoteClient.OpenArtifactAsync(stored);
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        Assert.Equal(content, copy.ToArray());

        stream.Position = 2 * ArtifactChunk.MaxBytes + 7;
        var part = new byte[100];
        await stream.ReadExactlyAsync(part);
        Assert.Equal(content[(2 * ArtifactChunk.MaxBytes + 7)..][..100], part);
        stream.Seek(-3, SeekOrigin.End);
        Assert.Equal(3, await stream.ReadAsync(part));
        Assert.Equal(0, await stream.ReadAsync(part));
    }

    [Fact]
    public async Task SubmitAsync_RemoteLargePicture_ArrivesWhole()
    {
        // Noise does not compress: about 190 KiB, several pieces.
        var picture = new Picture(256, 256);
        new Random(2).NextBytes(picture.Pixels);
        var file = ImageCodec.EncodePng(picture);
        Assert.True(file.Length > 3 * ArtifactChunk.MaxBytes);

        var status = await cluster.Silos.RemoteClient.SubmitAsync(new PictureFiles(file), Simulated);
        Assert.Equal(file, await cluster.Silos.Store.TryReadAsync(status.Request.Pictures.Front, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task OpenArtifactAsync_Unknown_SaysSo(string place)
        => await Assert.ThrowsAsync<FileNotFoundException>(() => Client(place).OpenArtifactAsync(new ArtifactRef(new string('e', 64), 5, "image/png")));

    [Fact]
    public async Task SubmitAsync_SameIdempotencyKey_IsOneJobPerUser()
    {
        var client = cluster.Silos.RemoteClient;
        var submission = Simulated with { IdempotencyKey = "order 17" };
        var first = await client.SubmitAsync(new PictureFiles(Picture(1)), submission);
        var second = await client.SubmitAsync(new PictureFiles(Picture(2)), submission with { Options = new GenerationOptions { Engine = "simulated", Seed = 9 } });
        var other = await client.SubmitAsync(new PictureFiles(Picture(1)), submission with { User = "somebody" });

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(0, second.Request.Options.Seed);
        Assert.NotEqual(first.Id, other.Id);
    }

    [Fact]
    public async Task SubmitAsync_BadRequest_IsRejectedWithTheField()
    {
        var client = cluster.Silos.RemoteClient;
        var rejected = await Assert.ThrowsAsync<GenerationRejectedException>(
            () => client.SubmitAsync(new PictureFiles(Picture(1)), Simulated with { Options = new GenerationOptions { Engine = "simulated", Faces = 0 } }));
        Assert.Equal(("faces", GenerationFailureCode.InvalidInput), (rejected.Failure.Field, rejected.Failure.Code));
        rejected = await Assert.ThrowsAsync<GenerationRejectedException>(() => client.SubmitAsync(new PictureFiles(ReadOnlyMemory<byte>.Empty), Simulated));
        Assert.Equal("image", rejected.Failure.Field);
    }

    [Fact]
    public async Task SubmitAsync_EngineNobodyHas_IsRejectedAndLeavesNoJob()
    {
        var client = cluster.Silos.RemoteClient;
        var submission = new GenerationSubmission { Options = new GenerationOptions { Engine = "hunyuan3d", Model = "v2-mini-turbo" }, User = "hopeful" };
        var rejected = await Assert.ThrowsAsync<GenerationRejectedException>(() => client.SubmitAsync(new PictureFiles(Picture(1)), submission));
        Assert.Equal(GenerationFailureCode.ModelNotAvailable, rejected.Failure.Code);
        Assert.Contains("engine 'hunyuan3d' (available: ", rejected.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("install it with 'hunyuan3d models pull v2-mini-turbo'", rejected.Failure.Message, StringComparison.Ordinal);
        Assert.Empty(await client.ListAsync(new GenerationQuery { User = "hopeful" }));
    }

    [Fact]
    public async Task ListAsync_ByUserAndStatus_NewestFirst()
    {
        var client = cluster.Silos.RemoteClient;
        List<string> ids = [];
        for (var i = 0; i < 3; i++) ids.Add((await client.GenerateAsync(new PictureFiles(Picture(1)), Simulated with { User = "lister" })).Id);

        var all = await client.ListAsync(new GenerationQuery { User = "lister" });
        Assert.Equal(ids.AsEnumerable().Reverse(), all.Select(status => status.Id));
        Assert.Equal(2, (await client.ListAsync(new GenerationQuery { User = "lister", Limit = 2 })).Count);
        Assert.Equal(ids[0], Assert.Single(await client.ListAsync(new GenerationQuery { User = "lister", Offset = 2, Limit = 2 })).Id);
        // The list is told last of a job's end.
        await TestSilos.UntilAsync(() => client.ListAsync(new GenerationQuery { User = "lister", Status = GenerationStatusCode.Completed }).Result.Count == 3);
        Assert.Empty(await client.ListAsync(new GenerationQuery { User = "lister", Status = GenerationStatusCode.Failed }));
        Assert.Empty(await client.ListAsync(new GenerationQuery { User = "lister", Status = GenerationStatusCode.Running }));
    }

    [Fact]
    public async Task RetextureAsync_CompletedJob_TexturesItsModelWithItsPictures()
    {
        var client = cluster.Silos.RemoteClient;
        var source = await client.GenerateAsync(new PictureFiles(Silo.Http.Pictures.Png(4)), Simulated);

        var again = await client.RetextureAsync(source.Id, pictures: null, Simulated);
        Assert.NotNull(again);
        await foreach (var change in client.WatchAsync(again.Id)) again = change;

        Assert.True(again.Status == GenerationStatusCode.Completed, again.Failure?.Message);
        Assert.True(again.Result!.MeshGiven);
        Assert.Equal(source.Result!.Model, again.Request.Mesh);
        Assert.Equal(source.Request.Pictures, again.Request.Pictures);
        Assert.Null(await client.RetextureAsync("no-such-job", pictures: null, Simulated));
    }

    [Fact]
    public async Task GetPartAsync_CompletedJob_IsTheMeshWithoutTexture()
    {
        var client = cluster.Silos.RemoteClient;
        var job = await client.GenerateAsync(new PictureFiles(Picture(3)), Simulated);
        var part = await client.GetPartAsync(job.Id, ModelPart.Mesh);

        var file = await cluster.Silos.Store.TryReadAsync(part!, CancellationToken.None);
        var (mesh, textured) = GlbReader.Read(file);
        Assert.Equal((job.Result!.Faces, true), (mesh.FaceCount, textured is null));
    }

    [Theory]
    [InlineData(ModelFormat.Obj, "PK")]
    [InlineData(ModelFormat.Ply, "ply")]
    [InlineData(ModelFormat.Stl, "")]
    [InlineData(ModelFormat.Glb, "glTF")]
    public async Task GetModelAsync_Format_IsConvertedOnce(ModelFormat format, string magic)
    {
        var client = cluster.Silos.RemoteClient;
        var id = (await client.GenerateAsync(new PictureFiles(Picture(3)), Simulated)).Id;
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => client.GetModelAsync(id, format)));
        Assert.Single(answers.Distinct());
        await using var stream = await client.OpenArtifactAsync(answers[0]!);
        var file = new byte[stream.Length];
        await stream.ReadExactlyAsync(file);
        Assert.StartsWith(magic, System.Text.Encoding.ASCII.GetString(file[..8]), StringComparison.Ordinal);
        Assert.Equal(20 * 50 + 84, format == ModelFormat.Stl ? file.Length : 20 * 50 + 84);
    }

    [Fact]
    public async Task GetPreviewAsync_CompletedJob_IsAPicture()
    {
        var client = cluster.Silos.RemoteClient;
        var id = (await client.GenerateAsync(new PictureFiles(Picture(3)), Simulated)).Id;
        var preview = await client.GetPreviewAsync(id);
        var file = await cluster.Silos.Store.TryReadAsync(preview!, CancellationToken.None);
        var picture = ImageCodec.Decode(file, ImageLimits.Default);
        Assert.Equal(2, picture.Width / picture.Height);
    }

    [Theory]
    [InlineData("no-such-job")]
    [InlineData("../../etc")]
    [InlineData("")]
    public async Task GetAsync_UnknownId_IsNull(string id)
    {
        var client = cluster.Silos.RemoteClient;
        Assert.Null(await client.GetAsync(id));
        Assert.Null(await client.CancelAsync(id));
        Assert.Null(await client.GetModelAsync(id));
        await foreach (var _ in client.WatchAsync(id)) Assert.Fail("There is no such job.");
    }

    private IHunyuan3DClient Client(string place) => place == "remote" ? cluster.Silos.RemoteClient : cluster.Silos.SiloClient;

    private static byte[] Picture(byte shade)
    {
        var picture = new Picture(4, 4);
        Array.Fill(picture.Pixels, shade);
        return ImageCodec.EncodePng(picture);
    }

    private sealed class Recorder(List<GenerationStatus> seen) : IProgress<GenerationStatus>
    {
        public void Report(GenerationStatus value) => seen.Add(value);
    }

    /// <summary>Shared by the tests of the class.</summary>
    public sealed class OneSilo : IAsyncLifetime
    {
        internal TestSilos Silos { get; private set; } = null!;

        public async Task InitializeAsync() => Silos = await TestSilos.StartAsync(new TestSilosOptions { Roles = [SiloRoles.All] });

        public async Task DisposeAsync() => await Silos.DisposeAsync();
    }
}
