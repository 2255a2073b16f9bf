using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Tests.Inference.Export;
using Hunyuan3D.Tests.Silo.Http;
using Hunyuan3D.Tests.Silo.Http.Official;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>The official dialect of a real server: the Blender add-on's requests replayed, and answered by a real engine.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class OfficialDialectTests(OfficialDialectTests.Served served) : IClassFixture<OfficialDialectTests.Served>
{
    [Fact]
    public async Task AddOn_ImageWithTexture_GetsATexturedModel()
    {
        using var response = await served.Http.PostAsync("/generate", AddOnRequest.ImageToModel(Pictures.Jpeg(), texture: true));

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal("relief", Assert.Single(response.Headers.GetValues(DialectJobs.EngineHeader)));
        Assert.NotNull(GlbReader.Read(await response.Content.ReadAsByteArrayAsync()).Textured);
    }

    [Fact]
    public async Task AddOn_ImageWithoutTexture_GetsGeometryOnly()
    {
        using var response = await served.Http.PostAsync("/generate", AddOnRequest.ImageToModel(Pictures.Jpeg(), texture: false));

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var (mesh, textured) = GlbReader.Read(await response.Content.ReadAsByteArrayAsync());
        Assert.True(mesh.FaceCount > 100);
        Assert.Null(textured);
    }

    [Fact]
    public async Task AddOn_MeshWithImage_GetsThatMeshTextured()
    {
        var cube = GlbWriter.Write(ExportSamples.Cube());
        using var response = await served.Http.PostAsync("/generate", AddOnRequest.TextureMesh(cube, Pictures.Jpeg()));

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var model = GlbReader.Read(await response.Content.ReadAsByteArrayAsync());
        Assert.NotNull(model.Textured);
        Assert.Equal(GlbReader.Read(cube).Mesh.Positions.ToHashSet(), model.Mesh.Positions.ToHashSet());
    }

    [Fact]
    public async Task Generate_TypeObj_GivesTheObjItself()
    {
        using var response = await served.Http.PostAsync(
            "/generate", AddOnRequest.Json(("image", Convert.ToBase64String(Pictures.Jpeg())), ("octree_resolution", 48), ("type", "obj")));

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal("model/obj", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\nf ", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ThenStatus_EndsWithTheModel()
    {
        using var sent = await served.Http.PostAsync("/send", AddOnRequest.Json(("image", Convert.ToBase64String(Pictures.Jpeg())), ("octree_resolution", 48)));
        var uid = (await sent.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("uid").GetString()!;
        Assert.True(Guid.TryParseExact(uid, "D", out _), uid);
        await new ServerJobs(served.Http).CompletedAsync(Assert.Single(sent.Headers.GetValues(DialectJobs.JobHeader)));

        var status = await served.Http.GetFromJsonAsync<JsonElement>($"/status/{uid}");
        Assert.Equal("completed", status.GetProperty("status").GetString());
        Assert.Equal("glTF", Encoding.ASCII.GetString(status.GetProperty("model_base64").GetBytesFromBase64(), 0, 4));
    }

    [Fact]
    public async Task CompletedJob_GivesItsPartsAndIsTexturedAnew()
    {
        using var made = await served.Http.PostAsync("/generate", AddOnRequest.ImageToModel(Pictures.Jpeg(), texture: true));
        var id = Assert.Single(made.Headers.GetValues(DialectJobs.JobHeader));
        var first = GlbReader.Read(await made.Content.ReadAsByteArrayAsync());

        var mesh = GlbReader.Read(await served.Http.GetByteArrayAsync($"/v1/generations/{id}/artifacts/mesh"));
        Assert.Null(mesh.Textured);
        Assert.Equal(first.Mesh.FaceCount, mesh.Mesh.FaceCount);
        var texture = ImageCodec.Decode(await served.Http.GetByteArrayAsync($"/v1/generations/{id}/artifacts/texture"), ImageLimits.Default);
        Assert.Equal(first.Textured!.BaseColor.Pixels, texture.Pixels);
        var mask = ImageCodec.Decode(await served.Http.GetByteArrayAsync($"/v1/generations/{id}/artifacts/mask"), ImageLimits.Default);
        Assert.Equal([(byte)0, byte.MaxValue], mask.Pixels.Where((_, i) => i % 4 == 0).Where(v => v is 0 or 255).Distinct().Order());

        using var again = await served.Http.PostAsJsonAsync($"/v1/generations/{id}/retexture", new { textureSize = 256 });
        Assert.True(again.StatusCode == HttpStatusCode.Accepted, await again.Content.ReadAsStringAsync());
        var job = (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var result = (await new ServerJobs(served.Http).CompletedAsync(job)).GetProperty("result");
        Assert.Equal(("given mesh", 256), (result.GetProperty("shapeEngine").GetString(), result.GetProperty("textureSize").GetInt32()));
    }

    [Fact]
    public async Task Health_OfAReadyServer_IsHealthyAndNamesTheWorker()
    {
        var health = await served.Http.GetFromJsonAsync<JsonElement>("/health");

        Assert.Equal("healthy", health.GetProperty("status").GetString());
        Assert.NotEmpty(health.GetProperty("worker_id").GetString()!);
        var document = await served.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        Assert.True(document.GetProperty("paths").TryGetProperty("/health", out _));
    }

    [Fact]
    public async Task Generate_TextOnly_IsNoServerError()
    {
        using var response = await served.Http.PostAsync("/generate", AddOnRequest.TextToModel("a robot"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    /// <summary>A server whose dialects run the engine that needs no models.</summary>
    public sealed class Served : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private ServerProcess? _server;

        internal HttpClient Http => _server!.Http;

        public async Task InitializeAsync() =>
            _server = await ServerProcess.ServeAsync(_folder.File("data"), settings: new Dictionary<string, string> { ["Hunyuan3D__Dialects__Engine"] = "relief" });

        public async Task DisposeAsync() => await _server!.DisposeAsync();

        public void Dispose() => _folder.Dispose();
    }
}
