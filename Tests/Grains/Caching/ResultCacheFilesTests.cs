using System.Collections.Concurrent;
using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Generation;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Caching;

/// <summary>What the cache keeps in the artifact folder, over time.</summary>
public sealed class ResultCacheFilesTests : IDisposable
{
    private static readonly string Key = CacheFolder.Key(1);
    private static readonly string Texture = CacheFolder.Key(2);

    private readonly CacheFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Find_WhatWasKept_ComesBackAlsoInALaterProcess()
    {
        var (shape, result) = (await _folder.ShapeAsync(), await _folder.ResultAsync());
        _folder.Cache.KeepShape(Key, "job1", "ann", shape);
        _folder.Cache.KeepResult(Key, Texture, "job2", "bob", result);

        var later = _folder.Open();
        var (foundShape, foundResult) = (later.FindShape(Key)!, later.FindResult(Key, Texture)!);
        Assert.Equal(("job1", "ann", _folder.Time.GetUtcNow()), (foundShape.JobId, foundShape.User, foundShape.Made));
        Assert.Equal((shape.Mesh, shape.Cutouts, "r1", 1.0), (foundShape.Shape!.Mesh, foundShape.Shape.Cutouts, foundShape.Shape.ModelRevision, foundShape.Shape.Seconds["shape"]));
        Assert.Equal(("job2", result.Model, 2.0), (foundResult.JobId, foundResult.Result!.Model, foundResult.Result.Seconds["texture"]));
        Assert.Null(later.FindResult(Key, CacheFolder.Key(3)));
        Assert.Null(later.FindShape(Texture));
    }

    [Fact]
    public async Task Find_OlderThanTheMaximum_IsAMissAndGone()
    {
        _folder.Options.MaxAge = TimeSpan.FromHours(1);
        _folder.Cache.KeepShape(Key, "job", "ann", await _folder.ShapeAsync());
        _folder.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        Assert.NotNull(_folder.Cache.FindShape(Key));
        _folder.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_folder.Cache.FindShape(Key));
        Assert.Empty(Listed());
        Assert.Equal([Key], _folder.Reporter.Take()!.Dropped.ToArray());
    }

    [Fact]
    public async Task Find_AnArtifactIsGone_IsAMissAndGone()
    {
        var shape = await _folder.ShapeAsync();
        _folder.Cache.KeepShape(Key, "job", "ann", shape);
        _folder.Store.Delete(shape.Cutouts!.Front);
        Assert.Null(_folder.Cache.FindShape(Key));
        Assert.Empty(Listed());
    }

    [Fact]
    public async Task Keep_AnArtifactIsGone_KeepsNothing()
    {
        var shape = await _folder.ShapeAsync();
        _folder.Store.Delete(shape.Mesh!);
        _folder.Cache.KeepShape(Key, "job", "ann", shape);
        Assert.Empty(Listed());
        Assert.Null(_folder.Reporter.Take());
    }

    [Fact]
    public async Task Sweep_WhatTheCacheHolds_StaysUntilItIsEvicted()
    {
        var (kept, free) = (await _folder.ShapeAsync(), await _folder.ShapeAsync());
        _folder.Cache.KeepShape(Key, "job", "ann", kept);
        _folder.Time.Advance(TimeSpan.FromDays(11));
        Assert.Equal(2, _folder.Sweep());
        Assert.True(_folder.Store.Exists(kept.Mesh!) && _folder.Store.Exists(kept.Cutouts!.Front));
        Assert.False(_folder.Store.Exists(free.Mesh!));

        _folder.Files.Delete(Key);
        Assert.Equal(0, _folder.Sweep());
        _folder.Time.Advance(TimeSpan.FromDays(11));
        Assert.Equal(2, _folder.Sweep());
        Assert.False(_folder.Store.Exists(kept.Mesh!));
    }

    [Fact]
    public async Task Sweep_CacheTurnedOff_HoldsNothing()
    {
        _folder.Cache.KeepShape(Key, "job", "ann", await _folder.ShapeAsync());
        _folder.Options.Enabled = false;
        _folder.Time.Advance(TimeSpan.FromDays(11));
        Assert.Equal(2, _folder.Sweep());
    }

    /// <summary>Whoever is told of an old artifact while it is swept keeps it.</summary>
    [Fact]
    public async Task Sweep_WhileArtifactsAreLookedFor_WhatWasFoundStays()
    {
        var artifacts = new List<ArtifactRef>();
        for (var i = 0; i < 400; i++) artifacts.Add((await _folder.ResultAsync()).Model);
        _folder.Time.Advance(TimeSpan.FromDays(11));
        var found = new ConcurrentBag<ArtifactRef>();
        var looking = Task.Run(() => Parallel.ForEach(artifacts.Take(200), artifact =>
        {
            if (_folder.Store.Exists(artifact)) found.Add(artifact);
        }));
        var removed = _folder.Sweep();
        await looking;
        Assert.InRange(removed, 200, 400);
        Assert.All(found, artifact => Assert.True(_folder.Store.Exists(artifact)));
        Assert.Equal(400, removed + artifacts.Count(_folder.Store.Exists));
        Assert.Empty(Directory.GetFiles(_folder.Store.TemporaryFolder));
    }

    [Fact]
    public async Task Read_FileThatIsNotWhole_IsAMissAndGone()
    {
        var shape = await _folder.ShapeAsync();
        foreach (var damage in (Func<byte[], byte[]>[])[file => file[..^1], file => [], file => [.. file[..^1], (byte)(file[^1] ^ 1)], file => new byte[file.Length]])
        {
            _folder.Cache.KeepShape(Key, "job", "ann", shape);
            var path = Directory.GetFiles(_folder.Store.CacheFolder, "*", SearchOption.AllDirectories).Single();
            File.WriteAllBytes(path, damage(File.ReadAllBytes(path)));
            Assert.Null(_folder.Cache.FindShape(Key));
            Assert.False(File.Exists(path));
        }

        Assert.Empty(Directory.GetFiles(_folder.Store.TemporaryFolder));
    }

    [Fact]
    public async Task Ledger_OfALaterProcess_EvictsWhatWasUsedTheLongestAgo()
    {
        for (var i = 0; i < 5; i++)
        {
            _folder.Cache.KeepShape(CacheFolder.Key(i), "job", "ann", await _folder.ShapeAsync());
            _folder.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.NotNull(_folder.Cache.FindShape(CacheFolder.Key(0)));
        _folder.Options.MaxBytes = 400;
        var ledger = new CacheLedger(_folder.Options);
        ledger.Reconcile([.. Listed()], _folder.Time.GetUtcNow());
        Assert.Equal((5, 1000), (ledger.Count, ledger.Bytes));
        var evicted = new List<string>();
        while (ledger.TryEvict(_folder.Time.GetUtcNow()) is { } next) evicted.Add(next.Name);
        Assert.Equal([CacheFolder.Key(1), CacheFolder.Key(2), CacheFolder.Key(3)], evicted);
        Assert.Equal(400, ledger.Bytes);
    }

    [Fact]
    public async Task Reporter_TellsWhatWasKeptAndUsedOnce()
    {
        _folder.Cache.KeepShape(Key, "job", "ann", await _folder.ShapeAsync());
        _folder.Time.Advance(TimeSpan.FromSeconds(3));
        _folder.Cache.FindShape(Key);
        _folder.Reporter.Answered(CacheAnswerKind.Miss);
        _folder.Reporter.Answered(CacheAnswerKind.Partial);
        var report = _folder.Reporter.Take()!;
        Assert.Equal((Key, 2, _folder.Time.GetUtcNow().AddSeconds(-3)), (report.Kept.Single().Name, report.Kept.Single().Files.Length, report.Kept.Single().Made));
        Assert.Equal(new CacheUse(Key, _folder.Time.GetUtcNow()), report.Used.Single());
        Assert.Equal(new CacheCounts(0, 1, 0, 0, 1), report.Answers);
        Assert.Null(_folder.Reporter.Take());
    }

    [Fact]
    public async Task Reporter_MuchToTell_TellsAllOfItInCallsOfATolerableSize()
    {
        for (var i = 0; i < 60; i++)
        {
            // As many files as a mesh of four pictures has.
            var (shape, more, most) = (await _folder.ShapeAsync(), await _folder.ShapeAsync(), await _folder.ShapeAsync());
            _folder.Cache.KeepShape(CacheFolder.Key(i), "job", "ann", shape with { Cutouts = new GenerationPictures(shape.Cutouts!.Front, more.Mesh, more.Cutouts!.Front, most.Mesh) });
        }

        for (var i = 0; i < 300; i++)
        {
            _folder.Reporter.Used($"{CacheFolder.Key(i)}-{Texture}", _folder.Time.GetUtcNow());
            _folder.Reporter.Dropped($"{Texture}-{CacheFolder.Key(i)}");
        }

        var (kept, used, dropped) = (new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
        while (_folder.Reporter.Take() is { } report)
        {
            Assert.InRange(CacheFolder.Serializer.SerializeToArray(report).Length, 1, 64 * 1024);
            Assert.All(report.Kept, item => Assert.True(kept.Add(item.Name)));
            Assert.All(report.Used, use => Assert.True(used.Add(use.Name)));
            Assert.All(report.Dropped, name => Assert.True(dropped.Add(name)));
        }

        Assert.Equal((60, 300, 300), (kept.Count, used.Count, dropped.Count));
    }

    private IEnumerable<CacheItem> Listed() => _folder.Files.List(CancellationToken.None);
}
