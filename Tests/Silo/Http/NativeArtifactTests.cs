using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hunyuan3D.Client;
using Hunyuan3D.Inference.Imaging;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

public sealed class NativeArtifactTests(HttpServer server) : IClassFixture<HttpServer>
{
    [Fact]
    public async Task Artifact_Inputs_AreThePicturesAsTheyCame()
    {
        var job = await server.Client.SubmitAsync(new PictureFiles(Pictures.Png(1)) { Left = Pictures.Png(2) });

        Assert.Equal(Pictures.Png(1), await server.Http.GetByteArrayAsync(Path(job.Id, "input")));
        Assert.Equal(Pictures.Png(2), await server.Http.GetByteArrayAsync(Path(job.Id, "input-left")));
        await ProblemAssert.IsAsync(await server.Http.GetAsync(Path(job.Id, "input-back")), HttpStatusCode.NotFound, "name");
    }

    [Fact]
    public async Task Artifact_Mask_IsTheOpacityOfTheCutout()
    {
        var job = await server.Client.SubmitAsync(new PictureFiles(Pictures.Png(5)));
        server.Client.Complete(job.Id, [1]);
        server.Client[job.Id].Change(s => s with { Result = s.Result! with { Cutout = s.Request.Pictures.Front } });

        Assert.Equal(Pictures.Png(5), await server.Http.GetByteArrayAsync(Path(job.Id, "cutout")));
        var cutout = ImageCodec.Decode(Pictures.Png(5), ImageLimits.Default);
        var mask = ImageCodec.Decode(await server.Http.GetByteArrayAsync(Path(job.Id, "mask")), ImageLimits.Default);
        for (var i = 0; i < mask.Pixels.Length; i += 4)
            Assert.Equal((cutout.Pixels[i + 3], cutout.Pixels[i + 3], byte.MaxValue), (mask.Pixels[i], mask.Pixels[i + 2], mask.Pixels[i + 3]));
    }

    [Theory]
    [InlineData("mesh", "Mesh of ")]
    [InlineData("texture", "Texture of ")]
    public async Task Artifact_Part_IsExtractedFromTheModel(string name, string start)
    {
        var job = await server.Client.SubmitAsync(new PictureFiles(Pictures.Png(1)));
        await ProblemAssert.IsAsync(await server.Http.GetAsync(Path(job.Id, name)), HttpStatusCode.Conflict, "id");
        server.Client.Complete(job.Id, [7, 8]);

        Assert.StartsWith(start, await server.Http.GetStringAsync(Path(job.Id, name)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secrets")]
    [InlineData("..%2Finput")]
    public async Task Artifact_UnknownName_IsNotFound(string name)
    {
        var job = await server.Client.SubmitAsync(new PictureFiles(Pictures.Png(1)));
        await ProblemAssert.IsAsync(await server.Http.GetAsync(Path(job.Id, name)), HttpStatusCode.NotFound, "name");
    }

    [Fact]
    public async Task Retexture_EmptyBody_TakesEverythingFromTheEarlierJob()
    {
        var source = await CompletedAsync();
        using var response = await server.Http.PostAsync($"/v1/generations/{source}/retexture", content: null);

        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        var (pictures, submission) = server.Client.Submitted[^1];
        Assert.Equal(Pictures.Png(1), pictures.Front.ToArray());
        Assert.Equal([9, 9], submission.Mesh!.Value.ToArray());
        Assert.Equal(("anna", 321, true), (submission.User, submission.Options.Faces, submission.Options.Texture));
    }

    [Fact]
    public async Task Retexture_PictureAndOptions_ReplaceThoseOfTheEarlierJob()
    {
        var source = await CompletedAsync();
        using var response = await server.Http.PostAsJsonAsync(
            $"/v1/generations/{source}/retexture", new { image = Convert.ToBase64String(Pictures.Png(8)), textureSize = 512, seed = 5 });

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var (pictures, submission) = server.Client.Submitted[^1];
        Assert.Equal(Pictures.Png(8), pictures.Front.ToArray());
        Assert.Equal((512, 5L, 321), (submission.Options.TextureSize, submission.Options.Seed, submission.Options.Faces));
        Assert.NotEqual(source, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("""{"texture": false}""", "texture")]
    [InlineData("""{"mesh": "AAAA"}""", "mesh")]
    [InlineData("""{"left": "AAAA"}""", "image")]
    [InlineData("""{"image": "AAAA"}""", "image")]
    public async Task Retexture_BadRequest_IsRefused(string json, string field)
    {
        var source = await CompletedAsync();
        using var body = new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        await ProblemAssert.IsAsync(await server.Http.PostAsync($"/v1/generations/{source}/retexture", body), HttpStatusCode.BadRequest, field);
    }

    [Fact]
    public async Task Retexture_JobThatIsNotCompleted_IsAConflict()
    {
        var job = await server.Client.SubmitAsync(new PictureFiles(Pictures.Png(1)));
        await ProblemAssert.IsAsync(await server.Http.PostAsync($"/v1/generations/{job.Id}/retexture", content: null), HttpStatusCode.Conflict, "id");
    }

    private async Task<string> CompletedAsync()
    {
        var job = await server.Client.SubmitAsync(new PictureFiles(Pictures.Png(1)), new GenerationSubmission { User = "anna", Options = new() { Faces = 321, Texture = false } });
        server.Client.Complete(job.Id, [9, 9]);
        return job.Id;
    }

    private static string Path(string id, string name) => $"/v1/generations/{id}/artifacts/{name}";
}
