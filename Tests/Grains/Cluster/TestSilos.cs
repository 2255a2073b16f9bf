using Hunyuan3D.Client;
using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Hunyuan3D.Tests.Grains.Cluster;

/// <summary>A cluster of silos in this process, with a storage, an index and an artifact folder that outlive each of them.</summary>
internal sealed class TestSilos : IAsyncDisposable
{
    /// <summary>Generous: reached only when something is broken.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestSilosOptions _options;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hunyuan3d-test-");
    private int _jobs;

    private TestSilos(TestSilosOptions options)
    {
        _options = options;
        Cluster = Build();
    }

    public InProcessTestCluster Cluster { get; }

    public SharedGrainStorage.Contents Storage { get; } = new();

    public InMemoryGenerationIndex Index { get; } = new();

    public StageScript Script => _options.Script ?? throw new InvalidOperationException("This cluster runs the real engines.");

    public IGenerationQueueGrain Queue => Cluster.Client.GetGrain<IGenerationQueueGrain>(IGenerationQueueGrain.Key);

    /// <summary>The client as a process outside the cluster has it.</summary>
    public IHunyuan3DClient RemoteClient => Cluster.Client.ServiceProvider.GetRequiredService<IHunyuan3DClient>();

    /// <summary>The client as a silo's process has it.</summary>
    public IHunyuan3DClient SiloClient => Cluster.Silos[0].ServiceProvider.GetRequiredService<IHunyuan3DClient>();

    public IArtifactStore Store => Cluster.Silos[0].ServiceProvider.GetRequiredService<IArtifactStore>();

    public static async Task<TestSilos> StartAsync(TestSilosOptions options)
    {
        var silos = new TestSilos(options);
        await silos.Cluster.DeployAsync();
        return silos;
    }

    public InProcessSiloHandle Silo(int number) => Cluster.Silos.Single(silo => silo.Name == $"Silo_{number}");

    public string AddressOf(int number) => Silo(number).SiloAddress.ToParsableString();

    public IGenerationGrain Job(string id) => Cluster.Client.GetGrain<IGenerationGrain>(id);

    /// <summary>Stores a small picture; every number is another picture.</summary>
    public Task<ArtifactRef> StorePictureAsync(int number = 0)
    {
        var picture = new Picture(8, 8);
        for (var i = 0; i < picture.Pixels.Length; i++) picture.Pixels[i] = i % 4 == 3 ? (byte)255 : (byte)(number >> (i % 4 * 8));
        return Store.PutAsync(ImageCodec.EncodePng(picture), "image/png", CancellationToken.None);
    }

    public async Task<GenerationRequest> RequestAsync(GenerationOptions? options = null)
        => new(new GenerationPictures(await StorePictureAsync()), options ?? new GenerationOptions { Engine = "simulated" }) { UseCache = false };

    public async Task<GenerationStatus> SubmitAsync(GenerationRequest? request = null, string? id = null)
    {
        var admission = await Job(id ?? $"job-{Interlocked.Increment(ref _jobs)}").Submit(request ?? await RequestAsync());
        return admission.Status ?? throw new InvalidOperationException($"Refused: {admission.Refusal?.Message}");
    }

    /// <summary>Waits until a job is as wanted, over the loss of silos.</summary>
    public async Task<GenerationStatus> WaitAsync(string id, Func<GenerationStatus, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        for (long version = 0; ;)
        {
            try
            {
                var status = await Job(id).WaitForChange(version).WaitAsync(patience.Token) ?? throw new InvalidOperationException($"No job {id}.");
                if (wanted(status)) return status;
                if (status.IsFinal) throw new InvalidOperationException($"Job {id} ended {status.Status}: {status.Failure?.Message}");
                version = status.Version;
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException or ObjectDisposedException && !patience.IsCancellationRequested)
            {
                // The job's silo was lost; the next call finds the job elsewhere.
                await Task.Yield();
            }
        }
    }

    public Task<GenerationStatus> WaitAsync(string id, GenerationStatusCode status) => WaitAsync(id, job => job.Status == status);

    /// <summary>Waits until the queue knows what the silos run: a job submitted before that is not compared with others at once.</summary>
    public Task OffersAsync() => OffersAsync(offers => !offers.InForce.IsDefaultOrEmpty);

    /// <summary>Waits until the queue, and with it every silo, knows of offers that are as wanted.</summary>
    public async Task OffersAsync(Func<ClusterOffers, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!wanted(await Queue.GetOffers())) await Task.Delay(5, patience.Token);
        foreach (var known in Cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<ClusterOffersCache>()))
        {
            while (!wanted(await known.GetAsync())) await Task.Delay(5, patience.Token);
        }
    }

    /// <summary>Waits for what only looking can tell.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition()) await Task.Delay(5, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        // The last first: silos with slots hand back to the queue while it is there.
        foreach (var silo in Cluster.Silos.Reverse().ToArray()) await Cluster.StopSiloAsync(silo);
        await Cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private InProcessTestCluster Build()
    {
        var builder = new InProcessTestClusterBuilder((short)(_options.Silos ?? _options.Roles.Count));
        builder.Options.AssumeHomogenousSilosForTesting = false;
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((silo, orleans) =>
        {
            var number = int.Parse(silo.SiloName.Split('_')[1], System.Globalization.CultureInfo.InvariantCulture);
            Compose(orleans, number < _options.Roles.Count ? _options.Roles[number] : _options.Roles[^1]);
        });
        builder.ConfigureClientHost(host => host.Services.AddHunyuan3DClient());
        return builder.Build();
    }

    private void Compose(ISiloBuilder silo, SiloRoles roles)
    {
        var services = silo.Services;
        services.AddSingleton<IGenerationIndex>(Index);
        services.AddKeyedSingleton<IGrainStorage>(GrainStorageNames.Hunyuan3D, (provider, _) => new SharedGrainStorage(Storage, provider.GetRequiredService<Serializer>()));
        if (_options.Script is { } script)
            services.AddSingleton(provider => script.OnSilo(provider.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString()));
        services.AddHunyuan3DClient();
        silo.UseInMemoryReminderService();
        silo.AddHunyuan3DGrains(options => options.Roles = roles);
        services.Configure<ArtifactStoreOptions>(options => (options.Path, options.FlushToDisk) = (_folder.FullName, false));
        services.Configure<GpuOptions>(options => (options.Slots, options.ProgressPeriod) = (_options.Slots, TimeSpan.FromMilliseconds(10)));
        services.Configure<SimulatedStageOptions>(options => options.TimeScale = 0);
        services.Configure<RetryOptions>(options => options.FirstDelay = TimeSpan.FromMilliseconds(20));
        services.Configure<ClusterMembershipOptions>(options => (options.ProbeTimeout, options.NumMissedProbesLimit) = (TimeSpan.FromSeconds(1), 2));
        _options.Configure?.Invoke(silo);
    }
}
