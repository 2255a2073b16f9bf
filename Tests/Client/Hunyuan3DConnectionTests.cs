using Hunyuan3D.Client;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Tests.Grains.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using StackExchange.Redis;
using Xunit;

namespace Hunyuan3D.Tests.Client;

/// <summary>A program that knows nothing of a cluster but its Redis.</summary>
public sealed class Hunyuan3DConnectionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hunyuan3d-connection-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task ConnectAsync_RunningCluster_GeneratesThroughIt()
    {
        using var redis = EmbeddedGarnet.Start(Path.Combine(_folder.FullName, "redis"), FreePort.Any(), durable: false);
        using var server = Serve(redis.ConnectionString);
        await server.StartAsync();
        await using var connection = await Hunyuan3DConnection.ConnectAsync(redis.ConnectionString, options => options.Cluster = "connection-test");

        var picture = new PictureFiles(ImageCodec.EncodePng(new Picture(4, 4)));
        var status = await connection.Client.GenerateAsync(picture, new GenerationSubmission { Options = new GenerationOptions { Engine = "simulated" } });
        Assert.Equal(GenerationStatusCode.Completed, status.Status);
        // The list is told last of a job's end, so that a crash before leaves the job among the active ones.
        await TestSilos.UntilAsync(() => connection.Client.ListAsync(new GenerationQuery { Status = GenerationStatusCode.Completed }).Result.Count == 1);

        using var cancellation = new CancellationTokenSource();
        var slow = new GenerationSubmission { Options = new GenerationOptions { Engine = "simulated", Steps = 1000, Seed = 2 } };
        var seen = new CancelWhenRunning(cancellation);
        status = await connection.Client.GenerateAsync(picture, slow, seen, cancellation.Token);
        Assert.Equal(GenerationStatusCode.Cancelled, status.Status);
        await server.StopAsync();
    }

    [Fact]
    public async Task ConnectAsync_NothingThere_SaysSo()
    {
        var exception = await Assert.ThrowsAsync<ClusterUnavailableException>(
            () => Hunyuan3DConnection.ConnectAsync($"127.0.0.1:{FreePort.Any()},connectTimeout=200", options => options.ConnectFor = TimeSpan.FromSeconds(1)));
        Assert.Contains("127.0.0.1", exception.Message, StringComparison.Ordinal);
    }

    private IHost Serve(string redis)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("connection-test", "connection-test"));
            silo.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis));
            silo.ConfigureEndpoints(System.Net.IPAddress.Loopback, FreePort.Any(), FreePort.Any());
            silo.AddRedisGrainStorage(GrainStorageNames.Hunyuan3D, options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis));
            silo.UseInMemoryReminderService();
            silo.Services.AddRedisGenerationIndex(ConfigurationOptions.Parse(redis), "connection-test");
            silo.Services.Configure<Hunyuan3D.Grains.Artifacts.ArtifactStoreOptions>(options => options.Path = Path.Combine(_folder.FullName, "artifacts"));
            silo.Services.Configure<Hunyuan3D.Inference.Simulation.SimulatedStageOptions>(options => (options.ShapeSeconds, options.TextureSeconds, options.Steps) = (0.05, 0, 2));
            silo.AddHunyuan3DGrains();
        });
        return builder.Build();
    }

    private sealed class CancelWhenRunning(CancellationTokenSource cancellation) : IProgress<GenerationStatus>
    {
        public void Report(GenerationStatus value)
        {
            if (value.Status == GenerationStatusCode.Running) cancellation.Cancel();
        }
    }
}
