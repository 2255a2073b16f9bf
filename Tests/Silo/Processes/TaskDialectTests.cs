using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hunyuan3D.Tests.Silo.Http;
using Hunyuan3D.Tests.Silo.Http.Fetching;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>The task dialect of a real server, from the picture's URL to the model.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class TaskDialectTests(PictureServer pictures) : IClassFixture<PictureServer>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Task_FromTheUrlToTheModel_AndNothingPrivateBeside()
    {
        var settings = SimulatedSettings.Stages(shapeSeconds: 0.1, textureSeconds: 0.1);
        settings["Hunyuan3D__Dialects__Engine"] = "simulated";
        settings["Hunyuan3D__ImageUrl__AllowHttp"] = "true";
        settings["Hunyuan3D__ImageUrl__AllowedNetworks__0"] = "127.0.0.1/32";
        await using var server = await ServerProcess.ServeAsync(_folder.File("data"), settings: settings);

        using var submitted = await server.Http.PostAsJsonAsync("/generate/3d", new { image_url = $"http://127.0.0.1:{pictures.Port}/picture", user_id = "anna", priority = 5 });
        Assert.True(submitted.IsSuccessStatusCode, await submitted.Content.ReadAsStringAsync());
        var task = await submitted.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("queued", task.GetProperty("status").GetString());
        var id = task.GetProperty("task_id").GetString()!;
        await new ServerJobs(server.Http).CompletedAsync(id);
        var done = await server.Http.GetFromJsonAsync<JsonElement>($"/generate/3d/{id}");
        var model = await server.Http.GetByteArrayAsync(done.GetProperty("result").GetProperty("model_url").GetString());
        Assert.Equal("glTF", Encoding.ASCII.GetString(model, 0, 4));

        foreach (var url in (string[])[$"http://[::1]:{pictures.Port}/picture", $"http://127.0.0.2:{pictures.Port}/picture", "http://169.254.169.254/"])
        {
            using var refused = await server.Http.PostAsJsonAsync("/generate/3d", new { image_url = url });
            await ProblemAssert.IsAsync(refused, HttpStatusCode.BadRequest, "image_url");
        }
    }
}
