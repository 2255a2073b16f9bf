using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Gpu;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Hosting.Autoscaling;

/// <summary>
/// Scales named Deployments, one of on-demand and one of spot silos, through their scale subresource. Kubernetes chooses by itself which pod of a
/// Deployment goes; so that it is the idle one, that pod is given the lowest deletion cost first
/// (https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#pod-deletion-cost). Changes carry the resource version that was read: somebody
/// who changed the replicas in between is not overruled.
/// </summary>
internal sealed class KubernetesScaleTarget(IKubernetes kubernetes, IOptions<KubernetesScaleOptions> options, TimeProvider time) : IScaleTarget
{
    private const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";
    private const string LowestCost = "-1000";
    private const int Tries = 5;

    private readonly Dictionary<string, DateTimeOffset> _awaited = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _marked = new(StringComparer.Ordinal);

    /// <summary>Not known from here before a pod has reported.</summary>
    public ImmutableArray<EngineOffer> Offers => [];

    private string Namespace => options.Value.Namespace ?? "default";

    public async Task<ImmutableArray<ScaledInstance>> ListAsync(CancellationToken cancellationToken)
    {
        var instances = ImmutableArray.CreateBuilder<ScaledInstance>();
        foreach (var (deployment, spot) in Deployments())
            instances.AddRange(await ListAsync(deployment, spot, cancellationToken));
        foreach (var gone in _awaited.Keys.Except(instances.Select(instance => instance.Id)).ToArray())
            _awaited.Remove(gone);
        return instances.ToImmutable();
    }

    public async Task AddAsync(int onDemand, int spot, CancellationToken cancellationToken)
    {
        if (onDemand > 0)
            await ChangeAsync(options.Value.OnDemandDeployment, onDemand, cancellationToken);
        if (spot > 0)
            await ChangeAsync(options.Value.SpotDeployment ?? throw new ScaleTargetException($"No Deployment of spot silos is named. Set '{KubernetesScaleOptions.Section}:SpotDeployment', or the share of spot silos to 0."), spot, cancellationToken);
    }

    public async Task RemoveAsync(ScaledInstance instance, CancellationToken cancellationToken)
    {
        var (deployment, name) = Parse(instance.Id);
        // A pod that was marked before and is still there must not be the one that goes now.
        foreach (var other in _marked.GetValueOrDefault(deployment, []).Where(other => other != name))
            await MarkAsync(other, null, cancellationToken);
        if (name is not null)
            await MarkAsync(name, LowestCost, cancellationToken);
        await ChangeAsync(deployment, -1, cancellationToken);
    }

    private IEnumerable<(string Deployment, bool Spot)> Deployments()
    {
        yield return (options.Value.OnDemandDeployment, false);
        if (options.Value.SpotDeployment is { } spot)
            yield return (spot, true);
    }

    private async Task<IEnumerable<ScaledInstance>> ListAsync(string deployment, bool spot, CancellationToken cancellationToken)
    {
        var scale = await ReadAsync(deployment, cancellationToken);
        var pods = await CallAsync("list pods", $"of Deployment {deployment}", () => kubernetes.CoreV1.ListNamespacedPodAsync(Namespace, labelSelector: scale.Status.Selector, cancellationToken: cancellationToken));
        // A pod that failed or was evicted stays in the list although another one takes its place.
        var alive = pods.Items.Where(pod => pod.Status?.Phase is not ("Failed" or "Succeeded")).ToArray();
        var staying = alive.Where(pod => pod.Metadata.DeletionTimestamp is null).OrderBy(Cost).ToArray();
        _marked[deployment] = [.. staying.Where(pod => Cost(pod) < 0).Select(pod => pod.Metadata.Name)];
        var replicas = scale.Spec.Replicas ?? 0;
        // More pods than replicas: the cheapest are about to go. Fewer: the rest is about to come.
        var leaving = Math.Max(0, staying.Length - replicas);
        return
        [
            .. staying.Select((pod, i) => Instance(pod, deployment, spot, stopping: i < leaving)),
            .. alive.Where(pod => pod.Metadata.DeletionTimestamp is not null).Select(pod => Instance(pod, deployment, spot, stopping: true)),
            .. Enumerable.Range(0, Math.Max(0, replicas - staying.Length)).Select(i => Awaited(deployment, spot, i)),
        ];
    }

    private ScaledInstance Instance(V1Pod pod, string deployment, bool spot, bool stopping)
        => new($"{deployment}/{pod.Metadata.Name}", string.IsNullOrEmpty(pod.Status?.PodIP) ? null : pod.Status.PodIP, spot, stopping, pod.Metadata.CreationTimestamp ?? time.GetUtcNow());

    private ScaledInstance Awaited(string deployment, bool spot, int number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{deployment}/#{number}");
        _awaited.TryAdd(id, time.GetUtcNow());
        return new ScaledInstance(id, null, spot, false, _awaited[id]);
    }

    private static (string Deployment, string? Pod) Parse(string id)
    {
        var cut = id.IndexOf('/', StringComparison.Ordinal);
        return (id[..cut], id[cut + 1] == '#' ? null : id[(cut + 1)..]);
    }

    private static int Cost(V1Pod pod)
        => pod.Metadata.Annotations is { } annotations && annotations.TryGetValue(DeletionCost, out var text) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cost) ? cost : 0;

    private Task<V1Scale> ReadAsync(string deployment, CancellationToken cancellationToken)
        => CallAsync("get deployments/scale", $"of Deployment {deployment}", () => kubernetes.AppsV1.ReadNamespacedDeploymentScaleAsync(deployment, Namespace, cancellationToken: cancellationToken));

    private async Task ChangeAsync(string deployment, int by, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var scale = await ReadAsync(deployment, cancellationToken);
            var replicas = Math.Max(0, (scale.Spec.Replicas ?? 0) + by);
            var patch = new V1Patch(JsonSerializer.Serialize(new { metadata = new { resourceVersion = scale.Metadata.ResourceVersion }, spec = new { replicas } }), V1Patch.PatchType.MergePatch);
            try
            {
                await CallAsync("patch deployments/scale", $"of Deployment {deployment}", () => kubernetes.AppsV1.PatchNamespacedDeploymentScaleAsync(patch, deployment, Namespace, cancellationToken: cancellationToken));
                return;
            }
            catch (ScaleTargetException e) when (e.InnerException is HttpOperationException { Response.StatusCode: HttpStatusCode.Conflict })
            {
                if (attempt == Tries)
                    throw new ScaleTargetException($"The scale of Deployment {deployment} was changed by others {Tries} times while it was to be changed by {by}. Is another autoscaler at work on it?", e);
            }
        }
    }

    private async Task MarkAsync(string pod, string? cost, CancellationToken cancellationToken)
    {
        var annotations = new Dictionary<string, string?> { [DeletionCost] = cost };
        var patch = new V1Patch(JsonSerializer.Serialize(new { metadata = new { annotations } }), V1Patch.PatchType.MergePatch);
        try
        {
            await CallAsync("patch pods", pod, () => kubernetes.CoreV1.PatchNamespacedPodAsync(patch, pod, Namespace, cancellationToken: cancellationToken));
        }
        catch (ScaleTargetException e) when (e.InnerException is HttpOperationException { Response.StatusCode: HttpStatusCode.NotFound })
        {
            // It went by itself.
        }
    }

    private async Task<T> CallAsync<T>(string verb, string what, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (HttpOperationException e)
        {
            throw new ScaleTargetException(e.Response.StatusCode switch
            {
                HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => $"This process may not {verb} ({what}, namespace {Namespace}). Its service account needs: deployments/scale get and patch (apps), pods list and patch.",
                HttpStatusCode.NotFound => $"There is nothing to {verb} ({what}, namespace {Namespace}). Create the Deployment, or name another with '{KubernetesScaleOptions.Section}'.",
                var status => $"Kubernetes did not {verb} ({what}, namespace {Namespace}): {(int)status} {Message(e.Response.Content)}",
            }, e);
        }
        catch (HttpRequestException e)
        {
            throw new ScaleTargetException($"The API server of Kubernetes cannot be reached to {verb}: {e.Message}", e) { MayBeDone = verb.StartsWith("patch", StringComparison.Ordinal) };
        }
    }

    /// <summary>The message of an answer that is a Kubernetes Status; otherwise its beginning.</summary>
    private static string Message(string? content)
    {
        try
        {
            return JsonDocument.Parse(content ?? "").RootElement.GetProperty("message").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return content is { Length: > 200 } ? content[..200] : content ?? "";
        }
    }
}
