using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Hosting.Autoscaling;
using k8s;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Hosting.Autoscaling;

public sealed class KubernetesScaleTargetTests : IAsyncLifetime
{
    private const string OnDemand = "gpu";
    private const string Spot = "gpu-spot";

    private FakeKubernetes? _server;
    private Kubernetes? _client;

    private FakeKubernetes Server => _server!;

    private KubernetesScaleTarget Target { get; set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeKubernetes.StartAsync(OnDemand, Spot);
        Target = Create(OnDemand);
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        await Server.DisposeAsync();
    }

    [Fact]
    public async Task AddAsync_BothKinds_PatchesBothScales()
    {
        await Target.AddAsync(2, 1, CancellationToken.None);

        Assert.Equal((2, 1), (Server.Replicas(OnDemand), Server.Replicas(Spot)));
        var awaited = await Target.ListAsync(CancellationToken.None);
        Assert.Equal([false, false, true], awaited.Select(instance => instance.Spot));
        Assert.All(awaited, instance => Assert.Null(instance.Endpoint));

        Server.Reconcile();
        var here = await Target.ListAsync(CancellationToken.None);
        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.1.1"], here.Select(instance => instance.Endpoint));
        Assert.All(here, instance => Assert.False(instance.Stopping));
    }

    [Fact]
    public async Task AddAsync_Conflict_ReadsAgainAndAddsToWhatIsThereNow()
    {
        var first = true;
        Server.Fault = request =>
        {
            // Between the read and the patch somebody sets the replicas to 5.
            if (request.Method == HttpMethods.Patch && first)
            {
                first = false;
                Server.ChangeByHand(OnDemand, 5);
            }

            return null;
        };

        await Target.AddAsync(1, 0, CancellationToken.None);

        Assert.Equal(6, Server.Replicas(OnDemand));
        Assert.Equal(2, Server.Requests.Count(request => request.StartsWith("PATCH", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AddAsync_ConflictsWithoutEnd_GivesUpAndNamesTheCause()
    {
        Server.Fault = request => request.Method == HttpMethods.Patch ? FakeKubernetes.Failure(409, "Conflict", "the object has been modified") : null;

        var thrown = await Assert.ThrowsAsync<ScaleTargetException>(() => Target.AddAsync(1, 0, CancellationToken.None));

        Assert.Contains("another autoscaler", thrown.Message, StringComparison.Ordinal);
        Assert.False(thrown.MayBeDone);
    }

    [Fact]
    public async Task RemoveAsync_OneOfThree_TheChosenPodGoes()
    {
        await Target.AddAsync(3, 0, CancellationToken.None);
        Server.Reconcile();
        var chosen = (await Target.ListAsync(CancellationToken.None))[1];

        await Target.RemoveAsync(chosen, CancellationToken.None);
        Assert.Equal(chosen.Id, Assert.Single(await Target.ListAsync(CancellationToken.None), instance => instance.Stopping).Id);
        Server.Reconcile();

        Assert.Equal(["gpu-1", "gpu-3"], Server.PodsOf(OnDemand));
        Assert.Equal(2, Server.Replicas(OnDemand));
    }

    [Fact]
    public async Task RemoveAsync_AnotherPodWasMarkedBefore_ItStays()
    {
        await Target.AddAsync(3, 0, CancellationToken.None);
        Server.Reconcile();
        var pods = await Target.ListAsync(CancellationToken.None);
        // The mark is set, and then the scale may not be patched.
        Server.Fault = request => request.Method == HttpMethods.Patch && request.Path.Value!.EndsWith("/scale", StringComparison.Ordinal) ? FakeKubernetes.Failure(403, "Forbidden", "no") : null;
        await Assert.ThrowsAsync<ScaleTargetException>(() => Target.RemoveAsync(pods[0], CancellationToken.None));
        Server.Fault = null;

        pods = await Target.ListAsync(CancellationToken.None);
        await Target.RemoveAsync(pods.Single(pod => pod.Id.EndsWith("gpu-3", StringComparison.Ordinal)), CancellationToken.None);
        Server.Reconcile();

        Assert.Equal(["gpu-1", "gpu-2"], Server.PodsOf(OnDemand));
    }

    [Fact]
    public async Task ListAsync_Forbidden_SaysWhatIsNeeded()
    {
        Server.Fault = _ => FakeKubernetes.Failure(403, "Forbidden", "deployments.apps \"gpu\" is forbidden");

        var thrown = await Assert.ThrowsAsync<ScaleTargetException>(() => Target.ListAsync(CancellationToken.None));

        Assert.Contains("deployments/scale get and patch", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddAsync_NoSuchDeployment_NamesItAndTheOption()
    {
        var thrown = await Assert.ThrowsAsync<ScaleTargetException>(() => Create("missing").AddAsync(1, 0, CancellationToken.None));

        Assert.Contains("missing", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Hunyuan3D:Autoscaling:Kubernetes", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddAsync_ServerDoesNotAnswer_EndsWithTheCallersTime()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Fault = _ =>
        {
            asked.TrySetResult();
            return new Held(answer.Task);
        };
        using var limit = new CancellationTokenSource();

        var adding = Target.AddAsync(1, 0, limit.Token);
        await asked.Task;
        await limit.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
        answer.SetResult();
    }

    [Fact]
    public async Task AddAsync_ServerIsAway_MayBeDone()
    {
        Server.Fault = request =>
        {
            if (request.Method == HttpMethods.Patch) request.HttpContext.Abort();
            return null;
        };

        Assert.True((await Assert.ThrowsAsync<ScaleTargetException>(() => Target.AddAsync(1, 0, CancellationToken.None))).MayBeDone);
    }

    private KubernetesScaleTarget Create(string onDemand)
    {
        _client ??= new Kubernetes(new KubernetesClientConfiguration { Host = Server.Url });
        var options = new KubernetesScaleOptions { Namespace = "shop", OnDemandDeployment = onDemand, SpotDeployment = Spot };
        return new KubernetesScaleTarget(_client, Options.Create(options), new FakeTimeProvider());
    }

    /// <summary>An answer that comes when the test lets it.</summary>
    private sealed class Held(Task until) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => until;
    }
}
