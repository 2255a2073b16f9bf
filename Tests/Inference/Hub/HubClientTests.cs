using Hunyuan3D.Inference.Hub;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Hub;

/// <summary>The hub's list of files, and its refusals.</summary>
public sealed class HubClientTests : IAsyncLifetime
{
    private readonly HubOptions _options = new();
    private FakeHub _hub = null!;

    public async Task InitializeAsync() => _hub = await FakeHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Resolve_Branch_GivesItsCommitAndFiles()
    {
        var large = _hub.Add("dit/model.safetensors", [1, 2, 3]);
        var small = _hub.Add("dit/config.yaml", [4], large: false);
        using var client = Client(out _);

        var snapshot = await _hub.SnapshotAsync(client);

        Assert.Equal(FakeHub.Commit, snapshot.Commit);
        Assert.Equal(
            [new HubFile("dit/config.yaml", 1, new ContentHash(HashKind.GitBlob, small.GitBlob)), new HubFile("dit/model.safetensors", 3, new ContentHash(HashKind.Sha256, large.Sha256))],
            snapshot.Files.OrderBy(file => file.Path, StringComparer.Ordinal));
        Assert.Contains($"/resolve/{FakeHub.Commit}/dit/config.yaml", client.AddressOf(snapshot, snapshot.Files.Single(f => f.Bytes == 1)).AbsoluteUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "GatedRepo", HubFailure.AccessDenied, "HF_TOKEN")]
    [InlineData(403, "GatedRepo", HubFailure.AccessDenied, "accept its terms")]
    [InlineData(401, "RepoNotFound", HubFailure.AccessDenied, "private")]
    [InlineData(404, "RevisionNotFound", HubFailure.NotFound, "revision")]
    [InlineData(418, null, HubFailure.Protocol, "418")]
    public async Task Resolve_Refusal_SaysWhatToDoAndIsNotRepeated(int status, string? code, HubFailure failure, string said)
    {
        var headers = new Dictionary<string, string> { ["X-Error-Message"] = "the hub's own words" };
        if (code is not null)
            headers["X-Error-Code"] = code;
        _hub.Fault = _ => new FakeHubFault { Status = status, Headers = headers };
        using var client = Client(out var clock);

        var error = await Assert.ThrowsAsync<HubException>(() => _hub.SnapshotAsync(client));

        Assert.Equal(failure, error.Failure);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("the hub's own words", error.Message, StringComparison.Ordinal);
        Assert.Single(_hub.Requests);
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task Resolve_UnknownRevision_IsNotFound()
    {
        using var client = Client(out _);

        var error = await Assert.ThrowsAsync<HubException>(() => client.ResolveAsync(_hub.Repository, "no/such", null, CancellationToken.None));

        Assert.Equal(HubFailure.NotFound, error.Failure);
        Assert.Contains("no/such", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_BusyForTooLong_SaysForHowLong()
    {
        _hub.Fault = _ => new FakeHubFault { Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "3600" } };
        using var client = Client(out var clock);

        var error = await Assert.ThrowsAsync<HubException>(() => _hub.SnapshotAsync(client));

        Assert.Equal(HubFailure.RateLimited, error.Failure);
        Assert.Contains("3600 s", error.Message, StringComparison.Ordinal);
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task Resolve_RetryAfterADate_WaitsUntilThen()
    {
        var asked = 0;
        var clock = new RetryClock(_options.StallTimeout);
        var until = clock.GetUtcNow().AddSeconds(12).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        _hub.Fault = _ => asked++ == 0 ? new FakeHubFault { Status = 503, Headers = new Dictionary<string, string> { ["Retry-After"] = until } } : null;
        using var client = _hub.Client(clock, _options);

        await _hub.SnapshotAsync(client);

        Assert.Equal([TimeSpan.FromSeconds(12)], clock.Waits);
    }

    [Fact]
    public async Task Resolve_NobodyAnswers_GivesUpAfterGrowingWaits()
    {
        using var client = new HubClient(_options with { Endpoint = new Uri("http://127.0.0.1:1") }, new RetryClock(_options.StallTimeout));
        var notices = new List<string>();

        var error = await Assert.ThrowsAsync<HubException>(() => client.ResolveAsync(_hub.Repository, "main", notices.Add, CancellationToken.None));

        Assert.Equal(HubFailure.Unreachable, error.Failure);
        Assert.Equal(_options.Attempts - 1, notices.Count);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("a/b/c")]
    [InlineData("../b")]
    [InlineData("a/..")]
    [InlineData("a/b?x=1")]
    [InlineData("a/b\n")]
    public async Task Resolve_NoRepositoryName_IsRefused(string repository)
    {
        using var client = Client(out _);

        var error = await Assert.ThrowsAsync<HubException>(() => client.ResolveAsync(repository, "main", null, CancellationToken.None));

        Assert.Equal(HubFailure.BadAddress, error.Failure);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task Resolve_EndlessRedirects_AreNotFollowedForEver()
    {
        _hub.Fault = request => new FakeHubFault { Status = 307, Headers = new Dictionary<string, string> { ["Location"] = request.Path } };
        using var client = Client(out _);

        var error = await Assert.ThrowsAsync<HubException>(() => _hub.SnapshotAsync(client));

        Assert.Equal(HubFailure.Protocol, error.Failure);
        Assert.InRange(_hub.Requests.Count, 2, 20);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("file:///etc/passwd")]
    public async Task Resolve_RedirectToAnotherProtocol_IsNotFollowed(string location)
    {
        _hub.Fault = _ => new FakeHubFault { Status = 302, Headers = new Dictionary<string, string> { ["Location"] = location } };
        using var client = Client(out _);

        var error = await Assert.ThrowsAsync<HubException>(() => _hub.SnapshotAsync(client));

        Assert.Equal(HubFailure.Protocol, error.Failure);
    }

    [Fact]
    public async Task Resolve_NoHubAtAll_SaysSo()
    {
        _hub.Fault = _ => new FakeHubFault { Status = 200, Headers = new Dictionary<string, string> { ["Content-Type"] = "text/html" } };
        using var client = Client(out _);

        var error = await Assert.ThrowsAsync<HubException>(() => _hub.SnapshotAsync(client));

        Assert.Equal(HubFailure.Protocol, error.Failure);
        Assert.Contains("HF_ENDPOINT", error.Message, StringComparison.Ordinal);
    }

    private HubClient Client(out RetryClock clock) => _hub.Client(clock = new RetryClock(_options.StallTimeout), _options);
}
