using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Interfaces.Webhooks;
using Hunyuan3D.Grains.Webhooks;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Http.Official;
using Hunyuan3D.Hosting.Http.Tasks;
using Hunyuan3D.Hosting.Keys;
using Hunyuan3D.Hosting.Webhooks;

namespace Hunyuan3D.Hosting.Http;

/// <summary>What a good answer of each JSON route looks like, for the OpenAPI document. Made by the code that makes the answers.</summary>
internal static class ExampleReplies
{
    private const string Id = "0192a3c45d6e7f8091a2b3c4d5e6f708";

    private static readonly DateTimeOffset Submitted = new(2026, 3, 1, 18, 0, 0, TimeSpan.Zero);

    private static readonly GenerationStatus Queued = new()
    {
        Id = Id,
        Version = 1_772_388_000_000,
        Status = GenerationStatusCode.Queued,
        Request = new GenerationRequest(new GenerationPictures(new ArtifactRef(new string('0', 64), 48_213, "image/png")), new GenerationOptions { Faces = 20_000 })
        {
            User = "anna",
            CallbackUrl = "https://example.com/hooks/models",
        },
        Submitted = Submitted,
        QueuePosition = 3,
        EstimatedWait = TimeSpan.FromSeconds(42.5),
        WaitingFor = WaitReason.Device,
    };

    private static readonly GenerationStatus Completed = Queued with
    {
        Version = 1_772_388_062_000,
        Status = GenerationStatusCode.Completed,
        Started = Submitted.AddSeconds(41),
        Ended = Submitted.AddSeconds(62),
        QueuePosition = null,
        EstimatedWait = null,
        WaitingFor = null,
        Attempt = 1,
        Result = new GenerationResult
        {
            Model = new ArtifactRef("7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a", 1_204_332, "model/gltf-binary"),
            Engine = "relief",
            MaskSource = "alpha",
            Vertices = 10_002,
            Faces = 20_000,
            Closed = true,
            Manifold = true,
            TextureSize = 2048,
            Seconds = ImmutableDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("shape", 9.25), KeyValuePair.Create("texture", 11.5)]),
        },
    };

    private static readonly WebhookDelivery Delivery = new()
    {
        Id = "0192a3c4b0f17c2f9d1a54127b222502",
        Event = "generation.completed",
        Status = WebhookDeliveryStatus.Pending,
        Created = Submitted.AddSeconds(62),
        NextAttempt = Submitted.AddSeconds(78),
        AttemptsLeft = 7,
        Attempts = [new(1, Submitted.AddSeconds(62), TimeSpan.FromMilliseconds(310), 503, "The receiver answered 503.")],
    };

    private static readonly ApiKey Key = new() { Id = "7f3a2c9d41e0", Hash = "", User = "anna", Role = KeyRole.User, Limits = new KeyLimits { JobsPerDay = 200 }, Created = Submitted };

    private static readonly ClusterStatus Cluster = new(
        new QueueSnapshot { Epoch = Guid.Empty, Waiting = 3, Silos = [new SiloSnapshot("10.1.2.3:11111@134567", 1, 1, false, 7) { GpuLoad = 0.93, CpuLoad = 0.21 }] },
        new AutoscalerStatus
        {
            Target = "kubernetes",
            Min = 0,
            Max = 8,
            Silos = [new ScaledSiloStatus("hunyuan3d-gpu-6d5f9-x2x7k", false, ScaledSiloState.Running, 1, Submitted)],
            Decisions = [new ScaleEvent(Submitted, ScaleAction.Out, 1, 0, null, "1 stages wait and there is no silo", null)],
            Reason = "3 stages wait for 1 silos",
        });

    /// <summary>The body of a callback.</summary>
    public static JsonNode Callback => Node(
        WebhookEvent.From(new WebhookMessage("https://example.com/hooks/models", Delivery.Id, Delivery.Event, 1, Completed)), NativeJson.Default.WebhookEvent);

    /// <summary>Null: there is no example for such an answer.</summary>
    public static JsonNode? Of(string operation, string status) => operation switch
    {
        "submitGeneration" or "retextureGeneration" => Job(Queued),
        "getGeneration" => Job(Completed),
        "cancelGeneration" => Job(Queued with { Status = GenerationStatusCode.Cancelled, QueuePosition = null, EstimatedWait = null, WaitingFor = null, Ended = Submitted.AddSeconds(5) }),
        "listGenerations" => Node(new NativeJobList([NativeJob.From(Completed)], $"{NativeApi.Root}?limit=1&offset=1"), NativeJson.Default.NativeJobList),
        "listDeliveries" => Node(new NativeDeliveryList([NativeDelivery.From(Delivery)]), NativeJson.Default.NativeDeliveryList),
        "redeliver" => Node(NativeDelivery.From(Delivery), NativeJson.Default.NativeDelivery),
        "getSession" or "signIn" => Node(new SessionReply("anna", KeyRole.User, Keys: true), NativeJson.Default.SessionReply),
        "createKey" => Node(KeyReply.Of(Key, lastUsed: null, "h3d_7f3a2c9d41e0_..."), NativeJson.Default.KeyReply),
        "revokeKey" => Node(KeyReply.Of(Key with { Revoked = Submitted.AddDays(1) }, Submitted.AddHours(1)), NativeJson.Default.KeyReply),
        "listKeys" => Node(new KeyReplies([KeyReply.Of(Key, Submitted.AddHours(1))]), NativeJson.Default.KeyReplies),
        "getEngines" => Node(NativeEngines.From(new ClusterOffers(true, [new("relief", GenerationStage.Shape), new("relief", GenerationStage.Texture)])), NativeJson.Default.NativeEngines),
        "getCluster" => Node(NativeCluster.From(Cluster), NativeJson.Default.NativeCluster),
        "officialSend" => Node(new OfficialSent(OfficialUid.Of(Id)), DialectJson.Default.OfficialSent),
        "officialStatus" => Node(new OfficialStatus { Status = OfficialStatus.Processing }, DialectJson.Default.OfficialStatus),
        "officialHealth" => Node(new OfficialHealthReply(status == "200" ? "healthy" : "starting", "5f3c09a1"), DialectJson.Default.OfficialHealthReply),
        "submitTask" => Node(new TaskAccepted(Id, "queued"), DialectJson.Default.TaskAccepted),
        "getTask" => Node(TaskView.From(Completed), DialectJson.Default.TaskView),
        "live" => Node(new HealthReply("live"), NativeJson.Default.HealthReply),
        "ready" => Node(new HealthReply(status == "200" ? SiloReadiness.Ready : "starting"), NativeJson.Default.HealthReply),
        _ => null,
    };

    private static JsonNode Job(GenerationStatus status) => Node(NativeJob.From(status), NativeJson.Default.NativeJob);

    private static JsonNode Node<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(value, type)!;
}
