using System.Net.Http.Json;
using System.Text.Json;
using Hunyuan3D.Client;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

public sealed class NativePageTests(HttpServer server) : IClassFixture<HttpServer>
{
    [Fact]
    public async Task List_PageAfterPage_TellsEveryJobOnce()
    {
        List<string> ids = [];
        for (byte i = 0; i < 5; i++)
            ids.Add((await server.Client.SubmitAsync(new PictureFiles(Pictures.Png(i)), new GenerationSubmission { User = "pager" })).Id);

        List<string?> seen = [];
        var pages = 0;
        for (string? next = "/v1/generations?user=pager&status=queued&limit=2"; next is not null; pages++)
        {
            var page = await server.Http.GetFromJsonAsync<JsonElement>(next);
            seen.AddRange(page.GetProperty("generations").EnumerateArray().Select(job => job.GetProperty("id").GetString()));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(3, pages);
        Assert.Equal(ids.AsEnumerable().Reverse(), seen);
    }
}
