using System.Net;
using Hunyuan3D.Hosting.Http.Fetching;
using Hunyuan3D.Hosting.Requests;
using Hunyuan3D.Tests.Silo.Outbound;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Fetching;

public sealed class ImageFetcherTests(PictureServer server) : IClassFixture<PictureServer>
{
    private const string Public = "1.2.3.4";

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://0/")]
    [InlineData("http://0.0.0.0:80/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[::ffff:a9fe:a9fe]/")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fd00:ec2::254]/latest/meta-data/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://2852039166/latest/meta-data/")]
    [InlineData("http://100.100.100.200/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://192.168.0.1:8080/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://loopback.test/")]
    [InlineData("http://metadata.test/")]
    [InlineData("http://mapped.test/")]
    [InlineData("http://mixed.test/")]
    [InlineData("http://nothing.test/")]
    [InlineData("http://unknown.test/")]
    [InlineData("http://public.test@127.0.0.1/")]
    [InlineData("http://user:secret@public.test/")]
    [InlineData("ftp://public.test/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://public.test/")]
    [InlineData("unix:/var/run/docker.sock")]
    [InlineData("//public.test/")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    [InlineData("data:image/png,abc")]
    public async Task Get_HostileUrl_IsRefusedWithoutAConnection(string url)
    {
        var network = Network().Name("loopback.test", "127.0.0.1").Name("metadata.test", "169.254.169.254").Name("mapped.test", "::ffff:10.0.0.1").Name("mixed.test", $"{Public} 10.0.0.1").Name("nothing.test", "");

        var problem = await RefusedAsync(network, url);

        Assert.Equal("image_url", problem.Field);
        Assert.Empty(network.Dialled);
    }

    [Fact]
    public async Task Get_PublicPicture_IsFetchedFromTheCheckedAddress()
    {
        var network = Network();

        Assert.Equal(PictureServer.Picture, (await GetAsync(network, "http://public.test/picture")).ToArray());
        Assert.Equal(IPAddress.Parse(Public), Assert.Single(network.Dialled));
    }

    [Fact]
    public async Task Get_NameThatResolvesAnewToLoopback_NeverReachesIt()
    {
        var network = Network().Name("rebind.test", Public, "127.0.0.1");

        // The first connection goes to the address that was checked; the next one is checked anew.
        Assert.Equal(PictureServer.Picture, (await GetAsync(network, "http://rebind.test/picture")).ToArray());
        await RefusedAsync(network, "http://rebind.test/picture");
        Assert.Equal([IPAddress.Parse(Public)], network.Dialled);
    }

    [Fact]
    public async Task Get_RedirectOnARebindingName_IsCheckedAnew()
    {
        var network = Network().Name("rebind.test", Public, "127.0.0.1");

        await RefusedAsync(network, "http://rebind.test/round/0");
        Assert.Single(network.Dialled);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[::1]:6379/")]
    [InlineData("http://2130706433/")]
    [InlineData("//127.0.0.1/")]
    [InlineData("http://loopback.test/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://a:b@public.test/picture")]
    public async Task Get_RedirectToAHostileUrl_IsRefused(string target)
    {
        var network = Network().Name("loopback.test", "127.0.0.1");

        await RefusedAsync(network, $"http://public.test/to?url={Uri.EscapeDataString(target)}");
        Assert.Single(network.Dialled);
    }

    [Fact]
    public async Task Get_Redirects_AreFollowedUpToTheLimit()
    {
        Assert.Equal(PictureServer.Picture, (await GetAsync(Network(), "http://public.test/round/2")).ToArray());
        Assert.Contains("redirects more than 3 times", (await RefusedAsync(Network(), "http://public.test/round/3")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/said-large")]
    [InlineData("/endless")]
    public async Task Get_FileOverTheLimit_IsRefused(string path) =>
        Assert.Contains("larger than 1000 bytes", (await RefusedAsync(Network(), $"http://public.test{path}")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Get_MissingPicture_SaysWhatItsServerAnswered() =>
        Assert.Contains("answered 404", (await RefusedAsync(Network(), "http://public.test/nowhere")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Get_SilentServer_IsGivenUp()
    {
        var refused = RefusedAsync(Network(), "http://public.test/silent");
        _time.Advance(new ImageUrlOptions().Timeout);

        Assert.Contains("within 20 s", (await refused.WaitAsync(TimeSpan.FromSeconds(20))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_CallerThatLeaves_EndsTheFetch()
    {
        using var leaving = new CancellationTokenSource();
        using var fetcher = Fetcher(Network(), new() { AllowHttp = true });
        var answer = fetcher.GetAsync("http://public.test/silent", leaving.Token);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Theory]
    [InlineData("http://public.test/picture")]
    public async Task Get_HttpWithoutTheOption_IsRefused(string url)
    {
        using var fetcher = Fetcher(Network(), new());
        var refused = await Assert.ThrowsAsync<InputProblemException>(() => fetcher.GetAsync(url, CancellationToken.None));
        Assert.Contains("only https", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AllowedNetwork_IsReachedAlthoughItIsPrivate()
    {
        var network = Network();
        using var fetcher = Fetcher(network, new() { AllowHttp = true, AllowedNetworks = ["10.20.0.0/16"] });

        Assert.Equal(PictureServer.Picture, (await fetcher.GetAsync("http://10.20.1.2/picture", CancellationToken.None)).ToArray());
        await Assert.ThrowsAsync<InputProblemException>(() => fetcher.GetAsync("http://10.21.1.2/picture", CancellationToken.None));
    }

    [Fact]
    public async Task Get_DataUri_IsDecoded() => Assert.Equal([1, 2, 3], (await GetAsync(Network(), "data:image/png;base64,AQID")).ToArray());

    private FakeNetwork Network() => new FakeNetwork(server.Port).Name("public.test", Public);

    private async Task<ReadOnlyMemory<byte>> GetAsync(FakeNetwork network, string url)
    {
        using var fetcher = Fetcher(network, new() { AllowHttp = true });
        return await fetcher.GetAsync(url, CancellationToken.None);
    }

    private async Task<InputProblem> RefusedAsync(FakeNetwork network, string url)
    {
        using var fetcher = Fetcher(network, new() { AllowHttp = true, MaxBytes = 1000 });
        var exception = await Assert.ThrowsAsync<InputProblemException>(() => fetcher.GetAsync(url, CancellationToken.None));
        Assert.Equal(400, exception.Status);
        return exception.Problems[0];
    }

    private ImageFetcher Fetcher(FakeNetwork network, ImageUrlOptions options) => new(Options.Create(options), network, _time);
}
