using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Gpu;

public sealed class StageCheckpointStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hunyuan3d-checkpoints-");
    private readonly FileArtifactStore _store;
    private readonly List<ArtifactRef> _told = [];

    public StageCheckpointStoreTests()
        => _store = new FileArtifactStore(Options.Create(new ArtifactStoreOptions { Path = _folder.FullName, FlushToDisk = false }), TimeProvider.System);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Save_SeveralStates_TellsEachAndTheLastIsContinued()
    {
        var checkpoints = await OpenAsync(null);
        for (byte i = 1; i <= 5; i++)
        {
            checkpoints.Save(new byte[] { i });
            await checkpoints.FlushAsync();
        }

        Assert.Equal(5, _told.Count);
        Assert.Equal([5], (await OpenAsync(_told[^1])).Latest!.Value.ToArray());
    }

    [Fact]
    public async Task Save_LeaseIsVoid_KeepsNothing()
    {
        var checkpoints = await StageCheckpointStore.OpenAsync(Lease("job"), null, _store, _ => Task.FromResult(false), NullLogger.Instance, CancellationToken.None);
        checkpoints.Save(new byte[] { 1 });
        await checkpoints.FlushAsync();
        Assert.Empty(Directory.GetFiles(_store.ContentFolder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Save_FasterThanTheStore_TheLatestWins()
    {
        var gate = new TaskCompletionSource<bool>();
        var checkpoints = await StageCheckpointStore.OpenAsync(Lease("job"), null, _store, async artifact =>
        {
            _told.Add(artifact);
            return await gate.Task;
        }, NullLogger.Instance, CancellationToken.None);
        for (byte i = 1; i <= 100; i++) checkpoints.Save(new byte[] { i });
        gate.SetResult(true);
        await checkpoints.FlushAsync();
        Assert.InRange(_told.Count, 1, 2);
        Assert.Equal([100], (await OpenAsync(_told[^1])).Latest!.Value.ToArray());
    }

    [Fact]
    public async Task OpenAsync_CheckpointOfAnotherJobOrDamaged_StartsAtTheBeginning()
    {
        var checkpoints = await OpenAsync(null, "other");
        checkpoints.Save(new byte[] { 1, 2, 3 });
        await checkpoints.FlushAsync();
        Assert.NotNull((await OpenAsync(_told[0], "other")).Latest);
        Assert.Null((await OpenAsync(_told[0], "job")).Latest);
        Assert.Null((await OpenAsync(new ArtifactRef(new string('a', 64), 40, "x/y"), "job")).Latest);
    }

    [Fact]
    public async Task Save_JobCannotBeReached_GoesOn()
    {
        var checkpoints = await StageCheckpointStore.OpenAsync(
            Lease("job"), null, _store, _ => throw new TimeoutException("away"), NullLogger.Instance, CancellationToken.None);
        checkpoints.Save(new byte[] { 1 });
        await checkpoints.FlushAsync();
        Assert.Null(checkpoints.Latest);
    }

    private Task<StageCheckpointStore> OpenAsync(ArtifactRef? from, string job = "job") => StageCheckpointStore.OpenAsync(
        Lease(job),
        from,
        _store,
        artifact =>
        {
            _told.Add(artifact);
            return Task.FromResult(true);
        },
        NullLogger.Instance,
        CancellationToken.None);

    private static GpuSlotLease Lease(string job) => new(Guid.NewGuid(), job, GenerationStage.Shape, "silo", 0);
}
