using System.Text.Json.Nodes;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Keys;
using Hunyuan3D.Hosting.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>Adds to the OpenAPI document the bodies that make keys and sessions.</summary>
internal sealed class KeysOpenApi : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.RequestBody = operation.OperationId switch
        {
            "createKey" => Body(KeyFields(), KeyRequest.UserField, new JsonObject { [KeyRequest.UserField] = "anna", [KeyRequest.JobsPerDayField] = 200 }),
            "signIn" => Body(new() { ["key"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The key." } }, "key", new JsonObject { ["key"] = "h3d_7f3a2c9d41e0_..." }),
            _ => operation.RequestBody,
        };
        return Task.CompletedTask;
    }

    private static OpenApiRequestBody Body(Dictionary<string, IOpenApiSchema> properties, string required, JsonObject example) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Required = new HashSet<string> { required }, Properties = properties }, Example = example },
        },
    };

    private static Dictionary<string, IOpenApiSchema> KeyFields() => new()
    {
        [KeyRequest.UserField] = NativeOpenApi.Field(RequestFields.All.Single(f => f.Name == KeyRequest.UserField) with { Default = null }, json: true),
        [KeyRequest.RoleField] = Word<KeyRole>("Who it is for; default user."),
        [KeyRequest.RequestsPerMinuteField] = Count("Requests a minute at each gateway; unbounded if left out."),
        [KeyRequest.JobsPerDayField] = Count("Jobs on one day of UTC; unbounded if left out."),
        [KeyRequest.MaxWaitingField] = Count("Waiting jobs of the user, above which no other is taken; the queue's own bound if left out."),
        [KeyRequest.MaxPriorityField] = Word<GenerationPriority>("The highest priority of its jobs; any if left out."),
    };

    private static OpenApiSchema Count(string description) => new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{KeyRequest.Most}", Description = description };

    private static OpenApiSchema Word<T>(string description)
        where T : struct, Enum => new() { Type = JsonSchemaType.String, Enum = [.. Enum.GetNames<T>().Select(name => (JsonNode)name.ToLowerInvariant())], Description = description };
}
