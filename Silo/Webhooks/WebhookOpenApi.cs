using Hunyuan3D.Grains.Interfaces.Webhooks;
using Hunyuan3D.Hosting.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hunyuan3D.Hosting.Webhooks;

/// <summary>Tells in the OpenAPI document what <c>callback_url</c> will be called with.</summary>
internal sealed class WebhookOpenApi : IOpenApiOperationTransformer
{
    private const string Schema = nameof(WebhookEvent);

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.OperationId is not ("submitGeneration" or "retextureGeneration" or "submitTask") || context.Document is not { } document)
            return Task.CompletedTask;
        document.AddComponent<IOpenApiSchema>(Schema, Body(document));
        var ended = new OpenApiCallback();
        ended.AddPathItem(RuntimeExpression.Build($"{{$request.body#/{CallbackUrl.Field}}}"), new OpenApiPathItem
        {
            Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Post] = Call(operation.OperationId, document) },
        });
        (operation.Callbacks ??= new Dictionary<string, IOpenApiCallback>())["ended"] = ended;
        return Task.CompletedTask;
    }

    /// <summary>Of <see cref="WebhookEvent"/>. No route answers with it, so the framework does not make it a component.</summary>
    private static OpenApiSchema Body(OpenApiDocument document) => new()
    {
        Type = JsonSchemaType.Object,
        Description = "The body of a callback.",
        Required = new HashSet<string> { "event", "deliveryId", "attempt", "generation" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["event"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["generation.completed", "generation.failed", "generation.cancelled"] },
            ["deliveryId"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The same in all attempts: what came before can be dropped." },
            ["attempt"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Description = "1 = the first." },
            ["generation"] = new OpenApiSchemaReference(nameof(NativeJob), document) { Description = "The job, as GET /v1/generations/{id} tells it." },
        },
    };

    private static OpenApiOperation Call(string operation, OpenApiDocument document) => new()
    {
        OperationId = operation + "Ended",
        Summary = "The job has ended. Delivered at least once.",
        Parameters =
        [
            Header(WebhookSignature.Header, "t=UNIX,v1=HEX: the HMAC-SHA256 of t, a dot and the body under the server's secret. Refuse a t that is more than five minutes away."),
            Header("X-Hunyuan3D-Event", "As event in the body."),
            Header("X-Hunyuan3D-Delivery", "As deliveryId in the body."),
        ],
        RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new() { Schema = new OpenApiSchemaReference(Schema, document), Example = ExampleReplies.Callback },
            },
        },
        Responses = new OpenApiResponses
        {
            ["2XX"] = new OpenApiResponse { Description = "Taken." },
            ["410"] = new OpenApiResponse { Description = "Not wanted any more." },
            ["default"] = new OpenApiResponse { Description = "Tried again later; redirects are not followed." },
        },
    };

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = true,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
