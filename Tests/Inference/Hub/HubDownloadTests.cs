using Hunyuan3D.Inference.Hub;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Hub;

/// <summary>Files fetched from a fake hub over real HTTP, with everything that goes wrong on the way.</summary>
public sealed class HubDownloadTests : IAsyncLifetime, IDisposable
{
    private const string Weights = "hunyuan3d-dit-v2-mini-turbo/model.fp16.safetensors";

    private static readonly HubOptions Options = new() { Connections = 4, RangeBytes = 100_000, SaveBytes = 10_000, Token = "secret" };

    private readonly TempFolder _folder = new();
    private readonly RetryClock _clock = new(Options.StallTimeout);
    private FakeHub _hub = null!;
    private HubClient _client = null!;

    public async Task InitializeAsync()
    {
        _hub = await FakeHub.StartAsync();
        _client = _hub.Client(_clock, Options);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _hub.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Download_LargeAndSmallFiles_AreEqualAndInPieces()
    {
        var weights = _hub.Add(Weights, Content(950_000));
        var config = _hub.Add("hunyuan3d-dit-v2-mini-turbo/config.yaml", Content(1_000, seed: 2), large: false);
        var empty = _hub.Add("empty.bin", [], large: false);

        await DownloadAsync();

        Assert.Equal(weights.Content, File.ReadAllBytes(PathOf(Weights)));
        Assert.Equal(config.Content, File.ReadAllBytes(PathOf("hunyuan3d-dit-v2-mini-turbo/config.yaml")));
        Assert.Equal(empty.Content, File.ReadAllBytes(PathOf("empty.bin")));
        Assert.Equal(10, _hub.Requests.Count(request => request.IsStore));
        Assert.Equal(weights.Content.Length, _hub.BytesAsked);
        AssertNoPartials();
    }

    [Fact]
    public async Task Download_RedirectToAnotherHost_DoesNotGiveItTheToken()
    {
        _hub.Add(Weights, Content(10_000));

        await DownloadAsync();

        Assert.All(_hub.Requests, request => Assert.Equal(request.IsStore ? "" : "Bearer secret", request.Authorization));
        Assert.Contains(_hub.Requests, request => request.IsStore);
    }

    [Fact]
    public async Task Download_DroppedConnections_GoOnWhereTheyBroke()
    {
        var file = _hub.Add(Weights, Content(400_000));
        var drops = 0;
        _hub.Fault = request => request.IsStore && request.To - request.From > 60_000 && Interlocked.Increment(ref drops) <= 4
            ? new FakeHubFault { Bytes = 50_000, Drops = true }
            : null;

        await DownloadAsync();

        Assert.Equal(file.Content, File.ReadAllBytes(PathOf(Weights)));
        Assert.True(drops >= 4, $"{drops} connections were dropped");
        Assert.NotEmpty(_clock.Waits);
    }

    [Fact]
    public async Task Download_BodyThatEndsTooSoon_ContinuesWithTheNextByte()
    {
        var file = _hub.Add(Weights, Content(90_000));
        _hub.Fault = request => request is { IsStore: true, From: 0 } ? new FakeHubFault { Bytes = 30_000, ContentLength = 30_000 } : null;

        await DownloadAsync();

        Assert.Equal(file.Content, File.ReadAllBytes(PathOf(Weights)));
        Assert.Equal([(0, 90_000), (30_000, 90_000)], _hub.Requests.Where(request => request.IsStore).Select(request => (request.From, request.To)));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(500)]
    public async Task Download_BusyStore_WaitsAsAskedAndSucceeds(int status)
    {
        var file = _hub.Add(Weights, Content(50_000));
        var refusals = 0;
        _hub.Fault = request => request.IsStore && refusals++ < 3 ? new FakeHubFault { Status = status, Headers = new Dictionary<string, string> { ["Retry-After"] = "7" } } : null;

        await DownloadAsync();

        Assert.Equal(file.Content, File.ReadAllBytes(PathOf(Weights)));
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(7), 3), _clock.Waits);
    }

    [Fact]
    public async Task Download_AddressOfTheStoreExpired_AsksTheHubForANewOne()
    {
        var file = _hub.Add(Weights, Content(50_000));
        var refusals = 0;
        _hub.Fault = request => request.IsStore && refusals++ == 0 ? new FakeHubFault { Status = 403 } : null;

        await DownloadAsync();

        Assert.Equal(file.Content, File.ReadAllBytes(PathOf(Weights)));
        Assert.Equal(2, _hub.Requests.Count(request => !request.IsStore && request.File == Weights));
    }

    [Fact]
    public async Task Download_StalledConnection_IsDroppedAndContinued()
    {
        var file = _hub.Add(Weights, Content(90_000));
        var stalls = 0;
        _hub.Fault = request => request.IsStore && Interlocked.Increment(ref stalls) == 1
            ? new FakeHubFault { Bytes = 40_000, Then = token => Task.Delay(Timeout.Infinite, token) }
            : null;
        var arrived = new TaskCompletionSource();
        var noticed = new TaskCompletionSource();
        var download = DownloadAsync(progress: new Listener(p =>
        {
            if (p.Done == 40_000)
                arrived.TrySetResult();
            if (p.Notice is not null)
                noticed.TrySetResult();
        }));
        await arrived.Task;

        // The read that waits may not have begun when the bytes before it are reported: the time-out that it sets passes too.
        while (!noticed.Task.IsCompleted)
        {
            _clock.Expire();
            await Task.Yield();
        }

        await download;
        Assert.Equal(file.Content, File.ReadAllBytes(PathOf(Weights)));
        Assert.Equal([0, 40_000], _hub.Requests.Where(request => request.IsStore).Select(request => request.From).Distinct());
    }

    [Fact]
    public async Task Download_ServerThatIgnoresRanges_IsReadInOnePiece()
    {
        var file = _hub.Add(Weights, Content(500_000));
        var drops = 0;
        _hub.Fault = request => !request.IsStore ? null
            : request is { From: 0, To: 500_000 } && Interlocked.Increment(ref drops) == 1 ? new FakeHubFault { IgnoresRange = true, Bytes = 200_000, Drops = true }
            : new FakeHubFault { IgnoresRange = true };

        await DownloadAsync();

        Assert.Equal(file.Content, File.ReadAllBytes(PathOf(Weights)));
        Assert.Equal(2, drops);
    }

    [Fact]
    public async Task Download_WrongHash_IsRefusedAndRemoved()
    {
        var file = _hub.Add(Weights, Content(300_000));
        file.Content = [.. file.Content[..^1], (byte)(file.Content[^1] ^ 1)];

        var error = await Assert.ThrowsAsync<HubException>(() => DownloadAsync());

        Assert.Equal(HubFailure.WrongContent, error.Failure);
        Assert.Contains(file.Sha256, error.Message, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Download_WrongGitBlob_IsRefusedAndRemoved()
    {
        var file = _hub.Add("config.yaml", Content(1_000), large: false);
        file.Content = Content(1_000, seed: 3);

        var error = await Assert.ThrowsAsync<HubException>(() => DownloadAsync());

        Assert.Equal(HubFailure.WrongContent, error.Failure);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Download_HubThatListsOneAndLinksAnother_IsRefused()
    {
        var file = _hub.Add(Weights, Content(300_000));
        file.Etag = new string('a', 64);

        var error = await Assert.ThrowsAsync<HubException>(() => DownloadAsync());

        Assert.Equal(HubFailure.WrongContent, error.Failure);
        Assert.False(File.Exists(PathOf(Weights)));
    }

    [Theory]
    [InlineData(true, null, 299_999L)]
    [InlineData(false, 299_999L, null)]
    public async Task Download_SizeThatIsNotTheListedOne_IsRefused(bool ranges, long? contentLength, long? total)
    {
        _hub.Add(Weights, Content(300_000));
        _hub.Fault = request => request.IsStore ? new FakeHubFault { IgnoresRange = !ranges, ContentLength = contentLength, TotalBytes = total, Bytes = 1_000 } : null;

        var error = await Assert.ThrowsAsync<HubException>(() => DownloadAsync());

        Assert.Equal(HubFailure.WrongContent, error.Failure);
        Assert.Contains("300000", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf(Weights)));
    }

    [Fact]
    public async Task Download_ContentThatChangesOnTheWay_IsStartedOver()
    {
        var file = _hub.Add("model.onnx", Content(300_000));
        var second = Content(300_000, seed: 9);
        var answers = 0;
        _hub.Fault = request =>
        {
            if (request.IsStore && Interlocked.Increment(ref answers) == 3)
                (file.Content, file.Etag) = (second, "second");
            return null;
        };
        file.Etag = "first";
        var remote = new RemoteFile("model.onnx", new Uri(_hub.StoreEndpoint, "blobs/model.onnx"), null, null);

        await new HubDownloader(_client).DownloadAsync(remote, PathOf("model.onnx"), null, CancellationToken.None);

        Assert.Equal(second, File.ReadAllBytes(PathOf("model.onnx")));
        AssertNoPartials();
    }

    [Fact]
    public async Task Download_ContentThatKeepsChanging_IsGivenUp()
    {
        var file = _hub.Add("model.onnx", Content(300_000));
        var answers = 0;
        _hub.Fault = request =>
        {
            file.Etag = $"{Interlocked.Increment(ref answers)}";
            return null;
        };
        var remote = new RemoteFile("model.onnx", new Uri(_hub.StoreEndpoint, "blobs/model.onnx"), null, null);

        var error = await Assert.ThrowsAsync<HubException>(() => new HubDownloader(_client).DownloadAsync(remote, PathOf("model.onnx"), null, CancellationToken.None));

        Assert.Equal(HubFailure.WrongContent, error.Failure);
        Assert.False(File.Exists(PathOf("model.onnx")));
    }

    [Fact]
    public async Task Download_Interrupted_FetchesNothingTwice()
    {
        var file = _hub.Add(Weights, Content(800_000));
        using var interrupt = new CancellationTokenSource();
        _hub.Fault = request => request.IsStore && request.From >= 300_000 ? new FakeHubFault { Bytes = 20_000, Then = token => Task.Delay(Timeout.Infinite, token) } : null;
        var download = DownloadAsync(progress: new Listener(p =>
        {
            if (p.Done >= 380_000)
                interrupt.Cancel();
        }), cancellationToken: interrupt.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);
        Assert.False(File.Exists(PathOf(Weights)));

        _hub.Requests.Clear();
        _hub.Fault = _ => null;
        var resumed = 0L;
        await DownloadAsync(progress: new Listener(p => resumed = p.Resumed));

        Assert.Equal(file.Content, File.ReadAllBytes(PathOf(Weights)));
        Assert.True(resumed >= 380_000, $"{resumed} bytes were kept");
        Assert.Equal(file.Content.Length - resumed, _hub.BytesAsked);
        AssertNoPartials();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"bytes\":")]
    [InlineData("{\"bytes\":90000,\"identity\":\"x\",\"ranges\":[[5,1]]}")]
    [InlineData("{\"bytes\":90000,\"identity\":\"x\",\"ranges\":[[0]]}")]
    [InlineData("{\"bytes\":90000,\"identity\":\"another content\",\"ranges\":[[0,40000]]}")]
    [InlineData("{\"bytes\":1,\"identity\":null,\"ranges\":[]}")]
    public async Task Download_PartialFileNotToBeTrusted_IsStartedOver(string state)
    {
        var file = _hub.Add(Weights, Content(90_000));
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(Weights))!);
        await File.WriteAllBytesAsync(PathOf(Weights) + ".part", new byte[90_000]);
        await File.WriteAllTextAsync(PathOf(Weights) + ".part.json", state);

        await DownloadAsync();

        Assert.Equal(file.Content, File.ReadAllBytes(PathOf(Weights)));
        AssertNoPartials();
    }

    [Fact]
    public async Task Download_FileThatIsThere_IsNotFetchedAgainUnlessItIsWrong()
    {
        var file = _hub.Add(Weights, Content(90_000));
        await DownloadAsync();
        _hub.Requests.Clear();

        await DownloadAsync();
        Assert.Equal(0, _hub.BytesAsked);

        var damaged = (byte[])file.Content.Clone();
        damaged[500] ^= 1;
        await File.WriteAllBytesAsync(PathOf(Weights), damaged);
        await DownloadAsync();
        Assert.Equal(file.Content, File.ReadAllBytes(PathOf(Weights)));
    }

    [Fact]
    public async Task Download_HubThatNeverAnswers_IsGivenUpAndSaysSo()
    {
        _hub.Add(Weights, Content(90_000));
        _hub.Fault = request => request.IsStore ? new FakeHubFault { Drops = true, Bytes = 0 } : null;

        var error = await Assert.ThrowsAsync<HubException>(() => DownloadAsync());

        Assert.Equal(HubFailure.Unreachable, error.Failure);
        Assert.Equal(Options.Attempts - 1, _clock.Waits.Count);
        Assert.All(_clock.Waits.Zip(_clock.Waits.Skip(1)), pair => Assert.True(pair.First <= pair.Second * 1.001, $"{pair}"));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/.")]
    [InlineData("a\\..\\b")]
    [InlineData("C:name")]
    [InlineData("name\0")]
    [InlineData("name\n")]
    [InlineData("")]
    public async Task Download_HostileName_IsRefusedBeforeAnythingIsFetched(string name)
    {
        _hub.Add(name, Content(100));
        _hub.Add("good", Content(100));

        var error = await Assert.ThrowsAsync<HubException>(() => DownloadAsync());

        Assert.Equal(HubFailure.Protocol, error.Failure);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Download_TooLittleRoom_IsRefusedBeforeAnythingIsFetched()
    {
        _hub.Add(Weights, Content(90_000));

        var error = await Assert.ThrowsAsync<HubException>(() => DownloadAsync(freeBytes: 89_000));

        Assert.Equal(HubFailure.NoSpace, error.Failure);
        Assert.Equal(0, _hub.BytesAsked);
    }

    private async Task DownloadAsync(IProgress<TransferProgress>? progress = null, long? freeBytes = null, CancellationToken cancellationToken = default)
    {
        var snapshot = await _hub.SnapshotAsync(_client);
        var downloader = freeBytes is { } free ? new HubDownloader(_client) { FreeBytes = _ => free } : new HubDownloader(_client);
        await downloader.DownloadAsync(snapshot, snapshot.Files, _folder.Path, progress, cancellationToken);
    }

    private static byte[] Content(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private string[] Files() => [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)];

    private void AssertNoPartials() => Assert.DoesNotContain(Files(), path => path.Contains(".part", StringComparison.Ordinal));

    private sealed class Listener(Action<TransferProgress> action) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => action(value);
    }
}
