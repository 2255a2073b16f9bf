using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Hosting.Autoscaling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Hosting.Autoscaling;

/// <summary>Here "this program" is the test runner, which does not know the verb and ends at once: a silo that cannot start.</summary>
public sealed class LocalScaleTargetTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AddAsync_ProcessEndsAtOnce_IsForgottenAndTheNextOneWaitsLongerEachTime()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        using var target = new LocalScaleTarget(new LocalScaleTargetSettings(_folder.Path, "127.0.0.1:1"), services, _time, NullLogger<LocalScaleTarget>.Instance);
        foreach (var pause in (int[])[2, 4])
        {
            await target.AddAsync(1, 0, CancellationToken.None);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (!(await target.ListAsync(patience.Token)).IsEmpty) await Task.Delay(20, patience.Token);

            Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "autoscaled")));
            var thrown = await Assert.ThrowsAsync<ScaleTargetException>(() => target.AddAsync(1, 0, CancellationToken.None));
            Assert.Contains($"started in {pause} s", thrown.Message, StringComparison.Ordinal);
            Assert.Contains("exit code", thrown.Message, StringComparison.Ordinal);
            _time.Advance(TimeSpan.FromSeconds(pause));
        }
    }

    [Fact]
    public async Task AddAsync_AfterTheProcessBeganToStop_StartsNothing()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        using var target = new LocalScaleTarget(new LocalScaleTargetSettings(_folder.Path, "127.0.0.1:1"), services, _time, NullLogger<LocalScaleTarget>.Instance);
        await target.StopAsync(CancellationToken.None);

        var thrown = await Assert.ThrowsAsync<ScaleTargetException>(() => target.AddAsync(1, 0, CancellationToken.None));

        Assert.Contains("stopping", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(await target.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task ListAsync_FileOfAProcessThatIsGone_IsCleanedUp()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "autoscaled"));
        // Process 1 exists and started long before; a process id that belongs to another one now must not be taken over.
        File.WriteAllText(Path.Combine(folder.FullName, "15001.json"), """{"process":1,"processStarted":638000000000000000,"port":15001,"spot":false,"started":"2025-01-01T00:00:00+00:00"}""");
        File.WriteAllText(Path.Combine(folder.FullName, "15002.json"), "{\"proc");
        using var services = new ServiceCollection().BuildServiceProvider();
        using var target = new LocalScaleTarget(new LocalScaleTargetSettings(_folder.Path, "127.0.0.1:1"), services, _time, NullLogger<LocalScaleTarget>.Instance);

        Assert.Empty(await target.ListAsync(CancellationToken.None));

        Assert.Empty(folder.GetFiles());
    }
}
