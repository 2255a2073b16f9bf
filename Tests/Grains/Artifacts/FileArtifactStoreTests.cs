using System.Security.Cryptography;
using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Tests.Grains.Caching;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Artifacts;

public sealed class FileArtifactStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hunyuan3d-artifacts-");
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly ArtifactStoreOptions _options;
    private readonly FileArtifactStore _store;

    public FileArtifactStoreTests()
    {
        _options = new ArtifactStoreOptions { Path = _folder.FullName };
        _store = new FileArtifactStore(Options.Create(_options), _time);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task PutAsync_Bytes_ComeBackUnderTheirHash()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);
        var artifact = await _store.PutAsync(content, "x/y", CancellationToken.None);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), artifact.Sha256);
        Assert.Equal(content, await _store.TryReadAsync(artifact, CancellationToken.None));
        await using var stream = _store.TryOpen(artifact)!;
        Assert.Equal(content.Length, stream.Length);
        Assert.Empty(Directory.GetFiles(_store.TemporaryFolder));
    }

    [Fact]
    public async Task PutAsync_SameBytesManyTimesAtOnce_IsOneFile()
    {
        var content = RandomNumberGenerator.GetBytes(10_000);
        var artifacts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _store.PutAsync(content, "x/y", CancellationToken.None))));
        Assert.Single(artifacts.Distinct());
        Assert.Single(Directory.GetFiles(_store.ContentFolder, "*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(_store.TemporaryFolder));
    }

    [Fact]
    public async Task TryReadAsync_TruncatedFile_CountsAsMissingAndIsStoredAnew()
    {
        var content = RandomNumberGenerator.GetBytes(1000);
        var artifact = await _store.PutAsync(content, "x/y", CancellationToken.None);
        var path = Directory.GetFiles(_store.ContentFolder, "*", SearchOption.AllDirectories).Single();
        await File.WriteAllBytesAsync(path, content[..500]);
        Assert.Null(await _store.TryReadAsync(artifact, CancellationToken.None));
        await _store.PutAsync(content, "x/y", CancellationToken.None);
        Assert.Equal(content, await _store.TryReadAsync(artifact, CancellationToken.None));
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("")]
    [InlineData("AA")]
    public void TryOpen_NotAHash_IsMissing(string name)
    {
        var artifact = new ArtifactRef(name, 10, "x/y");
        Assert.Null(_store.TryOpen(artifact));
        Assert.False(_store.Exists(artifact));
        _store.Delete(artifact);
    }

    [Fact]
    public async Task Sweep_LeftOversAndOldArtifacts_AreRemoved()
    {
        _options.MaxAge = TimeSpan.FromDays(30);
        using var sweeper = new ArtifactSweeper(
            _store, new CacheEntryFiles(_store, CacheFolder.Serializer, _time), Options.Create(_options), Options.Create(new ResultCacheOptions()), _time, NullLogger<ArtifactSweeper>.Instance);
        var old = await _store.PutAsync(new byte[] { 1 }, "x/y", CancellationToken.None);
        var used = await _store.PutAsync(new byte[] { 2 }, "x/y", CancellationToken.None);
        await using (FileArtifactStore.OpenTemporary(_store.NewTemporaryPath()))
        {
        }

        _time.Advance(TimeSpan.FromHours(20));
        Assert.Equal(0, sweeper.Sweep(CancellationToken.None));
        _time.Advance(TimeSpan.FromDays(20));
        Assert.True(_store.Exists(used));
        Assert.Equal(1, sweeper.Sweep(CancellationToken.None));
        _time.Advance(TimeSpan.FromDays(15));
        Assert.Equal(1, sweeper.Sweep(CancellationToken.None));
        Assert.False(_store.Exists(old));
        Assert.True(_store.Exists(used));
    }
}
