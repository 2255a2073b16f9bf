using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Tests.Silo.Hosting.Autoscaling;

/// <summary>
/// The part of an API server that scaling needs, with its recorded answers: the scale subresource with its resource version, lists and patches of pods,
/// and Status objects for what goes wrong. Real HTTP on loopback; a controller that obeys deletion costs is part of it.
/// </summary>
internal sealed class FakeKubernetes : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Deployment> _deployments = [];

    private FakeKubernetes(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>Method and path of every request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Answers a request in place of the server, once for each true; null: it answers itself.</summary>
    public Func<HttpRequest, IResult?>? Fault { get; set; }

    public static async Task<FakeKubernetes> StartAsync(params string[] deployments)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new FakeKubernetes(app);
        foreach (var name in deployments) server._deployments[name] = new Deployment(name);
        app.Use(async (context, next) =>
        {
            server.Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
            if (server.Fault?.Invoke(context.Request) is { } answer) await answer.ExecuteAsync(context);
            else await next();
        });
        app.MapGet("/apis/apps/v1/namespaces/shop/deployments/{name}/scale", (string name) => server.Locked(() => server.Find(name) is { } found ? Json(found.Scale()) : NotFound(name)));
        app.MapPatch("/apis/apps/v1/namespaces/shop/deployments/{name}/scale", async (string name, HttpRequest request) =>
        {
            Assert(request, "application/merge-patch+json");
            var patch = (await JsonSerializer.DeserializeAsync<JsonObject>(request.Body))!;
            return server.Locked(() => server.Find(name) is { } found ? found.Patch(patch) : NotFound(name));
        });
        app.MapGet("/api/v1/namespaces/shop/pods", (string labelSelector) => server.Locked(() => Json(new JsonObject
        {
            ["kind"] = "PodList",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["resourceVersion"] = "1" },
            ["items"] = new JsonArray([.. server._deployments.Values.Where(d => labelSelector == $"app={d.Name}").SelectMany(d => d.Pods).Select(pod => pod.DeepClone())]),
        })));
        app.MapPatch("/api/v1/namespaces/shop/pods/{name}", async (string name, HttpRequest request) =>
        {
            Assert(request, "application/merge-patch+json");
            var patch = (await JsonSerializer.DeserializeAsync<JsonObject>(request.Body))!;
            return server.Locked(() =>
            {
                var pod = server._deployments.Values.SelectMany(d => d.Pods).FirstOrDefault(pod => (string?)pod["metadata"]!["name"] == name);
                if (pod is null) return NotFound(name);
                var annotations = (JsonObject)pod["metadata"]!["annotations"]!;
                foreach (var (key, value) in (JsonObject)patch["metadata"]!["annotations"]!)
                {
                    if (value is null) annotations.Remove(key);
                    else annotations[key] = (string?)value;
                }

                return Json(pod.DeepClone());
            });
        });
        await app.StartAsync();
        return server;
    }

    public int Replicas(string deployment) => Locked(() => _deployments[deployment].Replicas);

    /// <summary>Somebody else changes the scale.</summary>
    public void ChangeByHand(string deployment, int replicas) => Locked(() => _deployments[deployment].Replicas = replicas);

    /// <summary>What the controllers do: pods come up to the replicas, and the cheapest go.</summary>
    public void Reconcile() => Locked(() =>
    {
        foreach (var deployment in _deployments.Values) deployment.Reconcile();
        return true;
    });

    public string[] PodsOf(string deployment) => Locked(() => _deployments[deployment].Pods.Select(pod => (string)pod["metadata"]!["name"]!).ToArray());

    public static IResult Failure(int code, string reason, string message) => Results.Json(
        new { kind = "Status", apiVersion = "v1", metadata = new { }, status = "Failure", message, reason, code }, statusCode: code);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IResult NotFound(string name) => Failure(404, "NotFound", $"\"{name}\" not found");

    private static IResult Json(JsonNode node) => Results.Text(node.ToJsonString(), "application/json");

    private static void Assert(HttpRequest request, string type)
    {
        if (request.ContentType?.Split(';')[0] != type) throw new InvalidOperationException($"A patch came as {request.ContentType}.");
    }

    private Deployment? Find(string name) => _deployments.GetValueOrDefault(name);

    private T Locked<T>(Func<T> act)
    {
        lock (_gate) return act();
    }

    private sealed class Deployment(string name)
    {
        private int _version = 100;
        private int _replicas;
        private int _named;

        public string Name => name;

        public List<JsonObject> Pods { get; } = [];

        public int Replicas
        {
            get => _replicas;
            set => (_replicas, _version) = (value, _version + 1);
        }

        public JsonObject Scale() => new()
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop", ["resourceVersion"] = _version.ToString(CultureInfo.InvariantCulture) },
            ["spec"] = new JsonObject { ["replicas"] = _replicas },
            ["status"] = new JsonObject { ["replicas"] = Pods.Count, ["selector"] = $"app={name}" },
        };

        public IResult Patch(JsonObject patch)
        {
            if ((string?)patch["metadata"]!["resourceVersion"] != _version.ToString(CultureInfo.InvariantCulture))
                return Failure(409, "Conflict", $"Operation cannot be fulfilled on deployments.apps \"{name}\": the object has been modified; please apply your changes to the latest version and try again");
            Replicas = (int)patch["spec"]!["replicas"]!;
            return Json(Scale());
        }

        public void Reconcile()
        {
            while (Pods.Count > _replicas) Pods.Remove(Pods.OrderBy(Cost).First());
            while (Pods.Count < _replicas)
            {
                var number = ++_named;
                Pods.Add(new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = $"{name}-{number}", ["creationTimestamp"] = "2025-06-01T12:00:00Z", ["annotations"] = new JsonObject() },
                    ["status"] = new JsonObject { ["phase"] = "Running", ["podIP"] = $"10.0.{(name.Contains("spot", StringComparison.Ordinal) ? 1 : 0)}.{number}" },
                });
            }
        }

        private static int Cost(JsonObject pod)
            => int.Parse((string?)pod["metadata"]!["annotations"]!["controller.kubernetes.io/pod-deletion-cost"] ?? "0", CultureInfo.InvariantCulture);
    }
}
