using Hunyuan3D.Client;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Client;

public sealed class ClusterCallsTests
{
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly ClusterCalls _calls;
    private int _made;

    public ClusterCallsTests() => _calls = new ClusterCalls(Options.Create(new Hunyuan3DClientOptions { RetryFor = TimeSpan.FromSeconds(10) }), _time);

    [Fact]
    public async Task RunAsync_SiloComesBack_CallIsRepeated()
    {
        var call = _calls.RunAsync(() => ++_made < 4 ? throw new SiloUnavailableException("gone") : Task.FromResult(_made), CancellationToken.None);
        while (!call.IsCompleted) _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(4, await call);
    }

    [Fact]
    public async Task RunAsync_ClusterStaysAway_SaysSoAfterTheTimeAllowed()
    {
        var start = _time.GetTimestamp();
        var call = _calls.RunAsync<int>(() => throw new TimeoutException("no answer"), CancellationToken.None);
        while (!call.IsCompleted) _time.Advance(TimeSpan.FromMilliseconds(50));
        var exception = await Assert.ThrowsAsync<ClusterUnavailableException>(() => call);
        Assert.IsType<TimeoutException>(exception.InnerException);
        Assert.Contains("no answer.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("try again", exception.Message, StringComparison.Ordinal);
        Assert.InRange(_time.GetElapsedTime(start).TotalSeconds, 7, 10);
    }

    [Fact]
    public async Task RunAsync_AnswerTakesLongerThanTheTimeAllowed_IsWaitedFor()
    {
        var call = _calls.RunAsync(() => SlowAsync(seconds: 25, answers: true), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal(1, await call);
    }

    /// <summary>A store's time-out on a busy machine, after all the time allowed: said once it proves nothing.</summary>
    [Fact]
    public async Task RunAsync_SlowAttemptFails_IsRepeatedOnce()
    {
        var call = _calls.RunAsync(() => SlowAsync(seconds: 25, answers: _made == 1), CancellationToken.None);
        while (!call.IsCompleted) _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await call);
    }

    [Fact]
    public async Task RunAsync_SlowAttemptsFail_SaysHowOftenAndHowLong()
    {
        var call = _calls.RunAsync(() => SlowAsync(seconds: 25, answers: false), CancellationToken.None);
        while (!call.IsCompleted) _time.Advance(TimeSpan.FromSeconds(1));
        var exception = await Assert.ThrowsAsync<ClusterUnavailableException>(() => call);
        Assert.Equal(2, _made);
        Assert.StartsWith("The cluster did not answer in 2 attempts within ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_CallersFault_IsThrownAtOnce()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _calls.RunAsync<int>(() => throw new ArgumentException("bad"), CancellationToken.None));
        await Assert.ThrowsAsync<FileNotFoundException>(() => _calls.RunAsync<int>(() => throw new FileNotFoundException("gone"), CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_Cancelled_Ends()
    {
        using var cancellation = new CancellationTokenSource();
        var call = _calls.RunAsync<int>(() => throw new TimeoutException("no answer"), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    private async Task<int> SlowAsync(double seconds, bool answers)
    {
        _made++;
        await Task.Delay(TimeSpan.FromSeconds(seconds), _time);
        return answers ? _made : throw new TimeoutException("the store did not answer");
    }
}
