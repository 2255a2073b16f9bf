using Hunyuan3D.Hosting.Autoscaling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Hosting.Autoscaling;

public sealed class LeashTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Host _host = new();

    private string Leashed => System.IO.Path.Combine(_folder.Path, "15001.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_FileIsNotTouched_StopsAfterTheLimitAndNotBefore()
    {
        File.WriteAllText(Leashed, "");
        using var leash = await StartAsync();
        var start = _time.GetUtcNow();

        await AdvanceUntilStoppedAsync();

        Assert.True(_time.GetUtcNow() - start > Limit, $"{_time.GetUtcNow() - start}");
    }

    [Fact]
    public async Task Run_FileIsGone_StopsAtTheNextLook()
    {
        using var leash = await StartAsync();

        await AdvanceUntilStoppedAsync();
    }

    private async Task<Leash> StartAsync()
    {
        var leash = new Leash(Leashed, Limit, _host, _time, NullLogger<Leash>.Instance);
        await leash.StartAsync(CancellationToken.None);
        return leash;
    }

    private async Task AdvanceUntilStoppedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!_host.Stopping)
        {
            _time.Advance(Limit / 10);
            await Task.Delay(5, patience.Token);
        }
    }

    private sealed class Host : IHostApplicationLifetime
    {
        public bool Stopping { get; private set; }

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => Stopping = true;
    }
}
