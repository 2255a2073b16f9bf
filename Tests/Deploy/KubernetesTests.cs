using System.Diagnostics;
using Hunyuan3D.Hosting;
using Hunyuan3D.Hosting.Cli;
using k8s;
using k8s.Models;
using Xunit;

namespace Hunyuan3D.Tests.Deploy;

/// <summary>What <c>kubectl kustomize</c> makes of each overlay, read strictly with the models of KubernetesClient: an unknown field fails.</summary>
public sealed class KubernetesTests
{
    public static TheoryData<string> Overlays => ["base", "overlays/cpu", "overlays/autoscaler", "overlays/keda", "overlays/hpa"];

    [KustomizeTheory]
    [MemberData(nameof(Overlays))]
    public async Task Overlay_Rendered_HoldsTogether(string overlay)
    {
        var objects = Parse(await RenderAsync(overlay));
        var pods = Templates(objects);

        Assert.All(pods, pod => AssertPod(pod, objects));
        Assert.All(objects.OfType<V1Service>(), service =>
        {
            var ports = Assert.Single(pods, pod => Matches(service.Spec.Selector, pod.Template)).Template.Spec.Containers.SelectMany(container => container.Ports).ToArray();
            Assert.All(service.Spec.Ports, port => Assert.Contains(ports, target => target.Name == port.TargetPort.Value));
        });
        Assert.All(objects.OfType<V1PodDisruptionBudget>(), budget => Assert.Single(pods, pod => Matches(budget.Spec.Selector.MatchLabels, pod.Template)));
        Assert.All(pods, pod => Assert.True(pod.Kind == "StatefulSet" || objects.OfType<V1PodDisruptionBudget>().Any(budget => Matches(budget.Spec.Selector.MatchLabels, pod.Template)), $"{pod.Name} has no disruption budget."));
        Assert.All(objects.OfType<V1NetworkPolicy>(), policy => Assert.Contains(pods, pod => Matches(policy.Spec.PodSelector, pod.Template)));
        Assert.All(objects.OfType<V1RoleBinding>(), binding =>
        {
            Assert.Contains(objects.OfType<V1Role>(), role => role.Metadata.Name == binding.RoleRef.Name);
            Assert.All(binding.Subjects, subject => Assert.Contains(objects.OfType<V1ServiceAccount>(), account => account.Metadata.Name == subject.Name && account.Namespace() == subject.NamespaceProperty));
        });
    }

    [KustomizeTheory]
    [InlineData("overlays/cpu")]
    public async Task Cpu_NothingAsksForAGpu(string overlay)
    {
        var pods = Templates(Parse(await RenderAsync(overlay)));
        var containers = pods.SelectMany(pod => pod.Template.Spec.Containers).ToArray();

        Assert.All(containers, container => Assert.DoesNotContain("nvidia.com/gpu", container.Resources.Requests.Keys));
        Assert.Contains(containers, container => container.Env.Any(variable => variable is { Name: "Hunyuan3D__Gpu__Device", Value: "cpu" }));
        Assert.DoesNotContain(pods, pod => pod.Name == "hunyuan3d-gpu-spot");
    }

    [KustomizeTheory]
    [InlineData("overlays/autoscaler")]
    public async Task Autoscaler_MayDoWhatItDoesAndNobodyElseSetsReplicas(string overlay)
    {
        var objects = Parse(await RenderAsync(overlay));
        var rules = Assert.Single(objects.OfType<V1Role>()).Rules;
        var workers = objects.OfType<V1Deployment>().Where(deployment => deployment.Metadata.Name.StartsWith("hunyuan3d-gpu", StringComparison.Ordinal)).ToArray();
        var gateway = Assert.Single(objects.OfType<V1Deployment>(), deployment => deployment.Metadata.Name == "hunyuan3d-gateway").Spec.Template.Spec;

        Assert.Contains(rules, rule => rule.Resources.Contains("deployments/scale") && rule.Verbs.Order().SequenceEqual(["get", "patch"]) && workers.All(worker => rule.ResourceNames.Contains(worker.Metadata.Name)));
        Assert.Contains(rules, rule => rule.Resources.Contains("pods") && rule.Verbs.Order().SequenceEqual(["list", "patch"]));
        Assert.Equal(2, workers.Length);
        Assert.All(workers, worker => Assert.Null(worker.Spec.Replicas));
        Assert.Contains("--autoscale kubernetes", string.Join(' ', gateway.Containers[0].Args), StringComparison.Ordinal);
        Assert.True(gateway.AutomountServiceAccountToken);
    }

    [KustomizeTheory]
    [InlineData("overlays/keda")]
    public async Task Keda_ScalesAWorkerByMetricsOfTheProduct(string overlay)
    {
        var yaml = await RenderAsync(overlay);
        var scaled = Assert.Single(Documents(yaml), IsForeign);

        Assert.Contains("name: hunyuan3d-gpu\n", scaled, StringComparison.Ordinal);
        Assert.Contains("sum(hunyuan3d_queue_length)", scaled, StringComparison.Ordinal);
        Assert.Null(Assert.Single(Parse(yaml).OfType<V1Deployment>(), deployment => deployment.Metadata.Name == "hunyuan3d-gpu").Spec.Replicas);
    }

    [KustomizeTheory]
    [InlineData("overlays/hpa")]
    public async Task Hpa_ScalesAWorkerByTheBacklogAndNobodyElseSetsReplicas(string overlay)
    {
        var objects = Parse(await RenderAsync(overlay));
        var scaler = Assert.Single(objects.OfType<V2HorizontalPodAutoscaler>()).Spec;
        var workers = objects.OfType<V1Deployment>().ToDictionary(deployment => deployment.Metadata.Name);

        Assert.Equal("apps/v1 Deployment", $"{scaler.ScaleTargetRef.ApiVersion} {scaler.ScaleTargetRef.Kind}");
        Assert.Null(workers[scaler.ScaleTargetRef.Name].Spec.Replicas);
        // To zero and back is not in a plain one's power: somebody has to be there for the first job.
        Assert.InRange(scaler.MinReplicas!.Value, 1, scaler.MaxReplicas);
        var metric = Assert.Single(scaler.Metrics);
        Assert.Equal(("External", "AverageValue"), (metric.Type, metric.External.Target.Type));
        Assert.Contains($"as: {metric.External.Metric.Name}", await File.ReadAllTextAsync(RepositoryRoot.Combine("docs/operations.md")), StringComparison.Ordinal);
        Assert.True(scaler.Behavior.ScaleDown.StabilizationWindowSeconds >= 300);
        Assert.All(scaler.Behavior.ScaleDown.Policies, policy => Assert.Equal(("Pods", 1), (policy.Type, policy.Value)));
        Assert.Empty(objects.OfType<V1Role>());
    }

    private static void AssertPod((string Kind, string Name, V1LabelSelector Selector, V1PodTemplateSpec Template) pod, IReadOnlyCollection<object> objects)
    {
        var spec = pod.Template.Spec;
        Assert.True(Matches(pod.Selector, pod.Template), $"{pod.Name} does not select its own pods.");
        Assert.True(spec.SecurityContext.RunAsNonRoot);
        Assert.False(spec.HostNetwork ?? spec.HostPID ?? spec.HostIPC ?? false);
        foreach (var container in spec.Containers)
        {
            Assert.Matches("^(hunyuan3d:(cpu|gpu)|redis:[0-9].*)$", container.Image);
            Assert.NotEqual(true, container.SecurityContext.Privileged);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Superset(new HashSet<string> { "cpu", "memory" }, container.Resources.Requests.Keys.ToHashSet());
            Assert.Contains("memory", container.Resources.Limits.Keys);
            Assert.NotNull(container.ReadinessProbe);
            Assert.NotNull(container.LivenessProbe);
            foreach (var probe in new[] { container.StartupProbe, container.ReadinessProbe, container.LivenessProbe })
            {
                if (probe?.HttpGet is { } get) Assert.Contains(container.Ports, port => port.Name == get.Port.Value);
            }

            Assert.All(container.VolumeMounts, mount => Assert.True(
                (spec.Volumes ?? []).Any(volume => volume.Name == mount.Name) || objects.OfType<V1StatefulSet>().Any(set => set.Spec.VolumeClaimTemplates.Any(claim => claim.Metadata.Name == mount.Name))));
            if (!container.Image.StartsWith("hunyuan3d", StringComparison.Ordinal)) continue;

            // It listens to others, so it has a key from a secret.
            var file = Assert.Single(container.Env, variable => variable.Name == "Hunyuan3D__Keys__AdminFile").Value;
            var keys = Assert.Single(container.VolumeMounts, mount => file == $"{mount.MountPath}/admin");
            Assert.Equal("hunyuan3d-keys", Assert.Single(spec.Volumes, volume => volume.Name == keys.Name).Secret.SecretName);

            // The program knows all its options, and stops before Kubernetes stops it.
            Assert.Equal("serve", container.Args[0]);
            Assert.Empty(new ServeVerb().Parse([.. container.Args.Skip(1)]).Errors);
            var leaves = (container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0) + ServeHost.DrainTimeout.TotalSeconds;
            Assert.True(spec.TerminationGracePeriodSeconds > leaves, $"{pod.Name}: {spec.TerminationGracePeriodSeconds} s of grace, {leaves} s to leave.");
        }

        Assert.All(
            (spec.Volumes ?? []).Where(volume => volume.PersistentVolumeClaim is not null),
            volume => Assert.Contains(objects.OfType<V1PersistentVolumeClaim>(), claim => claim.Metadata.Name == volume.PersistentVolumeClaim.ClaimName));
    }

    private static (string Kind, string Name, V1LabelSelector Selector, V1PodTemplateSpec Template)[] Templates(IReadOnlyCollection<object> objects) =>
    [
        .. objects.OfType<V1Deployment>().Select(one => ("Deployment", one.Metadata.Name, one.Spec.Selector, one.Spec.Template)),
        .. objects.OfType<V1StatefulSet>().Select(one => ("StatefulSet", one.Metadata.Name, one.Spec.Selector, one.Spec.Template)),
    ];

    private static bool Matches(V1LabelSelector selector, V1PodTemplateSpec template) =>
        Matches(selector.MatchLabels, template)
        && (selector.MatchExpressions ?? []).All(rule => rule.OperatorProperty == "In" && template.Metadata.Labels.TryGetValue(rule.Key, out var value) && rule.Values.Contains(value));

    private static bool Matches(IDictionary<string, string>? labels, V1PodTemplateSpec template) =>
        (labels ?? new Dictionary<string, string>()).All(label => template.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    private static List<object> Parse(string yaml) => KubernetesYaml.LoadAllFromString(string.Join("\n---\n", Documents(yaml).Where(document => !IsForeign(document))), null, strict: true);

    private static string[] Documents(string yaml) => yaml.Split("\n---\n");

    /// <summary>Of a kind that Kubernetes itself does not have.</summary>
    private static bool IsForeign(string document) => document.Contains("kind: ScaledObject", StringComparison.Ordinal);

    private static async Task<string> RenderAsync(string overlay)
    {
        using var process = Process.Start(new ProcessStartInfo("kubectl", ["kustomize", RepositoryRoot.Combine($"deploy/kubernetes/{overlay}")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var yaml = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return yaml;
    }
}
