using System.Text.Json.Nodes;
using Hunyuan3D.Hosting.Http.Fetching;
using Hunyuan3D.Hosting.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hunyuan3D.Hosting.Http.Tasks;

/// <summary>Adds the request of the task dialect to the OpenAPI document.</summary>
internal sealed class TaskOpenApi : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.OperationId == "submitTask")
            operation.RequestBody = Body();
        return Task.CompletedTask;
    }

    private static OpenApiSchema Field(string name, RequestField field)
    {
        var schema = NativeOpenApi.Field(field, json: true);
        if (name == TaskRequest.User)
            schema.Type |= JsonSchemaType.Integer;
        return schema;
    }

    private static OpenApiRequestBody Body() => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new()
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { ImageFetcher.Field },
                    AdditionalPropertiesAllowed = true,
                    Properties = TaskRequest.Fields.Select(f => KeyValuePair.Create(f.Key, (IOpenApiSchema)Field(f.Key, f.Value)))
                        .Prepend(KeyValuePair.Create(ImageFetcher.Field, (IOpenApiSchema)NativeOpenApi.ImageUrl()))
                        .ToDictionary(),
                },
                Example = new JsonObject { [ImageFetcher.Field] = "https://example.com/robot.png", ["user_id"] = "anna", ["priority"] = 5 },
            },
        },
    };
}
