using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Sessions;

public sealed class SessionPoolTests : IDisposable
{
    private const int Size = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly string _a;
    private readonly string _b;
    private readonly string _c;
    private readonly long _bytes;

    public SessionPoolTests()
    {
        (_a, _b, _c) = (SmallGraphs.Chain(_folder.Path, "a", Size), SmallGraphs.Chain(_folder.Path, "b", Size), SmallGraphs.Chain(_folder.Path, "c", Size));
        _bytes = new FileInfo(_a).Length + new FileInfo(Path.ChangeExtension(_a, ".weights")).Length;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_GraphNotLoaded_LoadsItAndKeepsIt()
    {
        using var pool = new SessionPool(new SessionPoolOptions(), _time);

        var y = pool.Get(_a).Run(("x", Zeros()))["y"];

        Assert.Equal(new float[Size * Size], y.Values);
        Assert.Equal([_a], pool.Warm);
    }

    [Fact]
    public void Run_OverBudget_UnloadsWhatWasUsedLongestAgo()
    {
        using var pool = new SessionPool(new SessionPoolOptions { MemoryBudgetBytes = 2 * _bytes + _bytes / 2 }, _time);
        foreach (var graph in new[] { _a, _b, _a })
        {
            Use(pool, graph);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Use(pool, _c);

        Assert.Equal([_a, _c], pool.Warm.Order());
    }

    [Fact]
    public void Run_GraphLargerThanBudget_IsLoadedAlone()
    {
        using var pool = new SessionPool(new SessionPoolOptions { MemoryBudgetBytes = 1 }, _time);
        Use(pool, _a);

        Use(pool, _b);

        Assert.Equal([_b], pool.Warm);
    }

    [Fact]
    public async Task Rent_RoomTakenByAGraphInUse_WaitsUntilItIsGivenBack()
    {
        using var pool = new SessionPool(new SessionPoolOptions { MemoryBudgetBytes = _bytes }, _time);
        var held = pool.Rent(_a, CancellationToken.None);
        var waiting = Task.Run(() => Use(pool, _b));

        // In use: it runs although another thread wants its room.
        Assert.Equal(new float[Size * Size], held.Session.Run(("x", Zeros()))["y"].Values);
        Assert.Equal([_a], pool.Warm);
        Assert.False(waiting.IsCompleted);
        held.Dispose();

        await waiting.WaitAsync(Patience);
        Assert.Equal([_b], pool.Warm);
    }

    [Fact]
    public async Task Rent_CancelledWhileItWaits_Ends()
    {
        using var pool = new SessionPool(new SessionPoolOptions { MemoryBudgetBytes = _bytes }, _time);
        using var held = pool.Rent(_a, CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        var waiting = Task.Run(() => pool.Rent(_b, cancellation.Token).Dispose());

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
    }

    [Fact]
    public void Idle_UnusedForTheIdleTime_IsUnloadedAndWhatIsInUseStays()
    {
        using var pool = new SessionPool(new SessionPoolOptions { IdleUnload = TimeSpan.FromMinutes(2) }, _time);
        Use(pool, _a);
        var held = pool.Rent(_b, CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(1));
        Use(pool, _c);

        _time.Advance(TimeSpan.FromMinutes(1.5));

        Assert.Equal([_b, _c], pool.Warm.Order());
        held.Dispose();
        _time.Advance(TimeSpan.FromMinutes(2.5));
        Assert.Empty(pool.Warm);
        Use(pool, _a);
        Assert.Equal([_a], pool.Warm);
    }

    [Fact]
    public async Task Run_ManyThreadsAndLittleMemory_EveryRunGetsItsGraph()
    {
        using var pool = new SessionPool(new SessionPoolOptions { MemoryBudgetBytes = _bytes, Threads = 1 }, _time);
        string[] graphs = [_a, _b, _c];

        await Task.WhenAll(Enumerable.Range(0, 6).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 10; i++)
                Use(pool, graphs[(thread + i) % graphs.Length]);
        }))).WaitAsync(Patience);

        Assert.Single(pool.Warm);
    }

    [Fact]
    public void LowMemory_LargeGraph_TakesTheOtherLargeOnesPlaceAndSmallOnesStay()
    {
        var first = Large("first");
        var second = Large("second");
        using var pool = new SessionPool(new SessionPoolOptions { LowMemory = true }, _time);
        Use(pool, _a);
        Use(pool, first);

        Use(pool, second);

        Assert.Equal([_a, second], pool.Warm.Order());
    }

    [Fact]
    public void Run_BrokenFile_FailsAndTheNextTryReadsItAgain()
    {
        var path = Path.Combine(_folder.Path, "d.onnx");
        File.WriteAllBytes(path, [1, 2, 3]);
        using var pool = new SessionPool(new SessionPoolOptions(), _time);
        Assert.ThrowsAny<Exception>(() => Use(pool, path));
        Assert.Empty(pool.Warm);

        SmallGraphs.Chain(_folder.Path, "d", Size);

        Use(pool, path);
        Assert.Equal([path], pool.Warm);
    }

    [Fact]
    public void Run_GraphReplacedOnDisk_RunsTheNewOne()
    {
        using var pool = new SessionPool(new SessionPoolOptions(), _time);
        var ones = new TensorData([.. Enumerable.Repeat(1f, Size * Size)], Size, Size);
        var before = pool.Get(_a).Run(("x", ones))["y"].Values[0];

        File.Delete(_a);
        SmallGraphs.Chain(_folder.Path, "a", Size, products: 2);

        Assert.Equal(MathF.Tanh(1), before, 1e-5f);
        Assert.Equal(MathF.Tanh(MathF.Tanh(1)), pool.Get(_a).Run(("x", ones))["y"].Values[0], 1e-5f);
    }

    [Fact]
    public void Run_GraphRemovedFromDisk_RunsWhileItIsLoaded()
    {
        using var pool = new SessionPool(new SessionPoolOptions(), _time);
        Use(pool, _a);
        File.Delete(_a);

        Use(pool, _a);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Contains(_a, Assert.Throws<FileNotFoundException>(() => Use(pool, _a)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Cancelled_StopsInsideTheRun()
    {
        // About 4000 products of 512^3: seconds on any machine, so a run that were not stopped would return long after the signal.
        var graph = SmallGraphs.Chain(_folder.Path, "long", 512, products: 4000);
        using var pool = new SessionPool(new SessionPoolOptions { Threads = 1 }, TimeProvider.System);
        using (pool.Rent(graph, CancellationToken.None))
        {
        }

        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        var input = new TensorData(new float[512 * 512], 512, 512);

        Assert.Throws<OperationCanceledException>(() => pool.Get(graph).Run(cancellation.Token, ("x", input)));
    }

    private string Large(string name)
    {
        // Only the files' lengths count: the graph itself is small and the weights file has room behind what is used.
        var path = SmallGraphs.Chain(_folder.Path, name, Size);
        using var weights = new FileStream(Path.ChangeExtension(path, ".weights"), FileMode.Open);
        weights.SetLength(SessionPool.SmallGraphBytes + 1);
        return path;
    }

    private static void Use(SessionPool pool, string graph) => pool.Get(graph).Run(("x", Zeros()));

    private static TensorData Zeros() => new(new float[Size * Size], Size, Size);
}
