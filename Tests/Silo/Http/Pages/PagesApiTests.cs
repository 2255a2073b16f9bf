using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Pages;

public sealed partial class PagesApiTests(HttpServer server) : IClassFixture<HttpServer>
{
    [Fact]
    public async Task Page_Always_AllowsItsOwnFilesOnlyAndNeedsNoMore()
    {
        using var response = await server.Http.GetAsync("/");
        var html = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<style|\sstyle=|\son\w+=|javascript:|https?://", html);
        Assert.All(Script().Matches(html), script => Assert.Equal("", script.Groups["content"].Value));
    }

    [Fact]
    public async Task Asset_OfThePage_IsThereForEverWithItsType()
    {
        var names = await AssetsAsync();

        Assert.Contains(names, name => name.EndsWith("/main.js", StringComparison.Ordinal));
        foreach (var name in names)
        {
            using var response = await server.Http.GetAsync(name);
            Assert.True(response.IsSuccessStatusCode, name);
            Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl!.ToString());
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            var type = Path.GetExtension(name) switch { ".js" => "text/javascript", ".css" => "text/css", _ => "image/svg+xml" };
            Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task Modules_EveryImport_IsAFileOfThePage()
    {
        var modules = (await AssetsAsync()).Where(name => name.EndsWith(".js", StringComparison.Ordinal)).ToHashSet();

        foreach (var module in modules)
        {
            var source = await server.Http.GetStringAsync(module);
            var folder = module[..(module.LastIndexOf('/') + 1)];
            Assert.All(Import().Matches(source), import => Assert.Contains(folder + import.Groups["name"].Value, modules));
        }
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Asset_Compressed_IsTheSameFile(string encoding)
    {
        var name = (await AssetsAsync()).First(name => name.EndsWith(".css", StringComparison.Ordinal));
        using var request = new HttpRequestMessage(HttpMethod.Get, name);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        using var response = await server.Http.SendAsync(request);

        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.Single());
        await using var body = await response.Content.ReadAsStreamAsync();
        await using Stream plain = encoding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        Assert.Equal(await server.Http.GetStringAsync(name), await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Asset_Refused_IsNotSentInThatEncoding()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Accept-Encoding", "br;q=0, gzip;q=0.0");
        using var response = await server.Http.SendAsync(request);

        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.StartsWith("<!doctype html>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Unchanged_IsNotSentAgain()
    {
        using var first = await server.Http.GetAsync("/");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/assets/0000000000000000/main.js")]
    [InlineData("/assets/{version}/index.html")]
    [InlineData("/assets/{version}/no.js")]
    [InlineData("/assets/{version}/../main.js")]
    [InlineData("/assets/{version}/..%2f..%2fappsettings.json")]
    [InlineData("/assets/{version}/%2e%2e/%2e%2e/hunyuan3d.dll")]
    [InlineData("/assets/{version}//etc/passwd")]
    public async Task Asset_Unknown_IsNotFound(string path)
    {
        var version = (await AssetsAsync())[0].Split('/')[2];
        using var response = await server.Http.GetAsync(path.Replace("{version}", version, StringComparison.Ordinal));

        await ProblemAssert.IsAsync(response, HttpStatusCode.NotFound, field: null);
    }

    private async Task<List<string>> AssetsAsync() =>
        [.. Asset().Matches(await server.Http.GetStringAsync("/")).Select(match => "/" + match.Value).Distinct()];

    [GeneratedRegex("assets/[^\"]+")]
    private static partial Regex Asset();

    [GeneratedRegex("<script[^>]*>(?<content>[^<]*)</script>")]
    private static partial Regex Script();

    [GeneratedRegex(@"^(?:import|export) .*from '\./(?<name>[^']+)'", RegexOptions.Multiline)]
    private static partial Regex Import();
}
