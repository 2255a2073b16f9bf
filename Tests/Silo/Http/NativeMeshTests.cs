using System.Net;
using System.Net.Http.Json;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Tests.Inference.Export;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

public sealed class NativeMeshTests(HttpServer server) : IClassFixture<HttpServer>
{
    private const string Path = "/v1/generations";

    private static readonly byte[] Mesh = GlbWriter.Write(ExportSamples.Cube());

    [Fact]
    public async Task Submit_FormWithMesh_HandsItOn()
    {
        using var form = Form(Mesh, ("keepUvs", "true"), ("textureModel", "paint-v2-0-turbo"), ("textureSteps", "7"));

        Assert.Equal(HttpStatusCode.Accepted, (await server.Http.PostAsync(Path, form)).StatusCode);

        var submission = server.Client.Submitted[^1].Submission;
        Assert.Equal(Mesh, submission.Mesh!.Value.ToArray());
        Assert.Equal((true, "paint-v2-0-turbo", 7), (submission.Options.KeepUvs, submission.Options.TextureModel, submission.Options.TextureSteps));
    }

    [Fact]
    public async Task Submit_JsonWithMesh_HandsItOn()
    {
        var body = new { image = Convert.ToBase64String(Pictures.Png(1)), mesh = Convert.ToBase64String(Mesh) };

        Assert.Equal(HttpStatusCode.Accepted, (await server.Http.PostAsJsonAsync(Path, body)).StatusCode);

        Assert.Equal(Mesh, server.Client.Submitted[^1].Submission.Mesh!.Value.ToArray());
    }

    [Fact]
    public async Task Submit_SameKeyWithAnotherMesh_IsRefused()
    {
        Assert.Equal(HttpStatusCode.Accepted, (await SubmitWithKeyAsync(Form(Mesh))).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await SubmitWithKeyAsync(Form(Mesh))).StatusCode);
        await ProblemAssert.IsAsync(await SubmitWithKeyAsync(Form(GlbWriter.Write(ExportSamples.Sphere(6, 6)))), HttpStatusCode.UnprocessableEntity, "Idempotency-Key");
    }

    [Theory]
    [InlineData("texture", "false", "texture")]
    [InlineData("textureSteps", "0", "textureSteps")]
    [InlineData("keepUvs", "yes", "keepUvs")]
    public async Task Submit_BadOptionWithAMesh_IsRefused(string name, string value, string field) =>
        await ProblemAssert.IsAsync(await server.Http.PostAsync(Path, Form(Mesh, (name, value))), HttpStatusCode.BadRequest, field);

    [Fact]
    public async Task Submit_KeepUvsWithoutThem_IsRefusedBeforeAnythingIsStored()
    {
        var before = server.Client.Submitted.Count;
        var response = await server.Http.PostAsync(Path, Form(GlbWriter.Write(ExportSamples.Sphere(6, 6)), ("keepUvs", "true")));

        var problem = await ProblemAssert.IsAsync(response, HttpStatusCode.BadRequest, "mesh");
        Assert.Contains("not every vertex has some", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, server.Client.Submitted.Count);
    }

    [Fact]
    public async Task Submit_NoMeshFile_SaysWhatIsAccepted()
    {
        var problem = await ProblemAssert.IsAsync(await server.Http.PostAsync(Path, Form([1, 2, 3])), HttpStatusCode.BadRequest, "mesh");
        Assert.Contains("GLB, OBJ or binary STL of 1 to 4000000 faces", problem.GetProperty("expected").GetString(), StringComparison.Ordinal);
        Assert.Equal("3 bytes", problem.GetProperty("actual").GetString());
    }

    private async Task<HttpResponseMessage> SubmitWithKeyAsync(HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        request.Headers.Add("Idempotency-Key", "mesh-key");
        return await server.Http.SendAsync(request);
    }

    private static MultipartFormDataContent Form(byte[] mesh, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Pictures.Png(1)), "image", "robot.png" },
            { new ByteArrayContent(mesh), "mesh", "robot.glb" },
        };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return form;
    }
}
