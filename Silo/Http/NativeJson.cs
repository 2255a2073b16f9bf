using System.Text.Json;
using System.Text.Json.Serialization;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Webhooks;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Keys;
using Hunyuan3D.Hosting.Webhooks;

namespace Hunyuan3D.Hosting.Http;

/// <summary>camelCase names; enums as camelCase words; what is not known is null, never left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    Converters =
    [
        typeof(Word<GenerationStatusCode>),
        typeof(Word<GenerationPriority>),
        typeof(Word<GenerationStage>),
        typeof(Word<GenerationFailureCode>),
        typeof(Word<WaitReason>),
        typeof(Word<ModelFormat>),
        typeof(Word<WebhookDeliveryStatus>),
        typeof(Word<KeyRole>),
    ])]
[JsonSerializable(typeof(NativeJob))]
[JsonSerializable(typeof(NativeJobList))]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(HealthReply))]
[JsonSerializable(typeof(NativeCluster))]
[JsonSerializable(typeof(NativeDeliveryList))]
[JsonSerializable(typeof(WebhookEvent))]
[JsonSerializable(typeof(SessionReply))]
[JsonSerializable(typeof(KeyReply))]
[JsonSerializable(typeof(KeyReplies))]
[JsonSerializable(typeof(NativeEngines))]
internal sealed partial class NativeJson : JsonSerializerContext
{
    /// <summary>Lets the framework's own serializer options, which the OpenAPI schemas are made from, agree with this context.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        foreach (var converter in Default.Options.Converters)
            options.Converters.Add(converter);
        options.TypeInfoResolverChain.Insert(0, Default);
        options.TypeInfoResolverChain.Insert(1, DialectJson.Default);
    }

    private sealed class Word<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
        where T : struct, Enum;
}
