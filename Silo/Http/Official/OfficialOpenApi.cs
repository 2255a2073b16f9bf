using System.Text.Json.Nodes;
using Hunyuan3D.Hosting.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hunyuan3D.Hosting.Http.Official;

/// <summary>Adds the official dialect's request to the OpenAPI document.</summary>
internal sealed class OfficialOpenApi : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.OperationId is "officialGenerate" or "officialSend")
            operation.RequestBody = Body();
        return Task.CompletedTask;
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
                    Required = new HashSet<string> { "image" },
                    AdditionalPropertiesAllowed = true,
                    Properties = Files().Concat(OfficialFields.All.Select(f => KeyValuePair.Create(f.Key, (IOpenApiSchema)NativeOpenApi.Field(f.Value, json: true)))).Append(Type).ToDictionary(),
                },
                Example = new JsonObject { ["image"] = ExamplePicture.Base64, ["texture"] = true, ["octree_resolution"] = 256, ["num_inference_steps"] = 20 },
            },
        },
    };

    private static KeyValuePair<string, IOpenApiSchema> Type => KeyValuePair.Create("type", (IOpenApiSchema)new OpenApiSchema
    {
        Type = JsonSchemaType.String,
        Description = "File format of POST /generate; POST /send takes glb only.",
        Enum = [.. ModelFiles.Names.Select(n => (JsonNode)n)],
        Default = "glb",
    });

    private static IEnumerable<KeyValuePair<string, IOpenApiSchema>> Files() =>
    [
        .. OfficialFields.Pictures.Select(p => KeyValuePair.Create(p.Key, (IOpenApiSchema)NativeOpenApi.Base64(p.Value))),
        KeyValuePair.Create(FileFields.Mesh, (IOpenApiSchema)NativeOpenApi.Base64(FileFields.Mesh)),
    ];
}
