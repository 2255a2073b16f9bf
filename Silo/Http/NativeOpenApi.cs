using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hunyuan3D.Hosting.Http.Fetching;
using Hunyuan3D.Hosting.Requests;
using Hunyuan3D.Inference.MeshFiles;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hunyuan3D.Hosting.Http;

/// <summary>Adds to the OpenAPI document what the framework cannot see: the submission's two forms, headers, query values, examples.</summary>
internal sealed class NativeOpenApi : IOpenApiDocumentTransformer, IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Hunyuan3D",
            Version = "v1",
            Description = "Pictures to textured 3D models. Every error is application/problem+json with the field, what was expected and what was given.",
        };
        foreach (var words in document.Components?.Schemas?.Values.OfType<OpenApiSchema>().Where(schema => schema.Enum is { Count: > 0 }) ?? [])
        {
            // The framework leaves the type out, and counts null among the words of an enumeration that is optional somewhere, where it allows null too: then null would fit twice.
            words.Type = JsonSchemaType.String;
            words.Enum = [.. words.Enum!.Where(word => word?.GetValueKind() == JsonValueKind.String)];
        }

        return Task.CompletedTask;
    }

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response.Content?.TryGetValue("application/problem+json", out var problem) == true)
                problem.Example = ExampleProblems.Of(status);
            else if (response.Content?.TryGetValue("application/json", out var reply) == true && operation.OperationId is { } id)
                reply.Example = ExampleReplies.Of(id, status);
        }

        switch (operation.OperationId)
        {
            case "submitGeneration":
                operation.RequestBody = Submission(required: true);
                Header(operation, "Idempotency-Key", "Two submissions of a user with the same key are one job.", JsonSchemaType.String);
                break;
            case "retextureGeneration":
                operation.RequestBody = Submission(required: false);
                Header(operation, "Idempotency-Key", "Two submissions of a user with the same key are one job.", JsonSchemaType.String);
                break;
            case "getArtifact":
                Restrict(operation, "name", NativeApi.ArtifactNames);
                break;
            case "watchGeneration":
                Header(operation, "Last-Event-ID", "The last event seen; only later changes are sent.", JsonSchemaType.Integer);
                break;
            case "getModel":
                Restrict(operation, "format", ModelFiles.Names);
                break;
            case "listGenerations":
                Restrict(operation, "status", ["queued", "running", "completed", "failed", "cancelled"]);
                break;
        }

        if (context.Description.HttpMethod == HttpMethods.Head)
            LikeGet(operation);
        return Task.CompletedTask;
    }

    /// <summary>The answer to HEAD is that to GET without its body.</summary>
    private static void LikeGet(OpenApiOperation operation)
    {
        operation.OperationId += "Head";
        foreach (var (_, response) in operation.Responses ?? [])
            response.Content?.Clear();
    }

    private static OpenApiRequestBody Submission(bool required) => new()
    {
        Required = required,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["multipart/form-data"] = new() { Schema = Schema(Binary, required, json: false) },
            ["application/json"] = new()
            {
                Schema = Schema(Base64, required, json: true),
                Example = new JsonObject
                {
                    ["image"] = ExamplePicture.DataUri,
                    ["engine"] = "relief",
                    ["faces"] = 20000,
                    ["textureSize"] = 1024,
                },
            },
        },
    };

    private static OpenApiSchema Schema(Func<string, OpenApiSchema> file, bool pictureRequired, bool json) => new()
    {
        Type = JsonSchemaType.Object,
        OneOf = pictureRequired ? [RequiredField("image"), RequiredField(ImageFetcher.Field)] : null,
        AdditionalPropertiesAllowed = false,
        Properties = FileFields.Names.Select(n => KeyValuePair.Create(n, (IOpenApiSchema)file(n)))
            .Concat(RequestFields.Http.Select(f => KeyValuePair.Create(f.Name, (IOpenApiSchema)Field(f, json))))
            .Append(KeyValuePair.Create(ImageFetcher.Field, (IOpenApiSchema)ImageUrl()))
            .ToDictionary(),
    };

    private static OpenApiSchema RequiredField(string name) => new() { Required = new HashSet<string> { name } };

    internal static OpenApiSchema ImageUrl() => new()
    {
        Type = JsonSchemaType.String,
        MaxLength = ImageFetcher.LongestUrl,
        Description = "Where the server fetches the picture of the front: https, a public host; or a data: URI.",
    };

    private static OpenApiSchema Binary(string name) => new()
    {
        Type = JsonSchemaType.String,
        Format = "binary",
        Description = Describe(name),
    };

    internal static OpenApiSchema Base64(string name) => new()
    {
        Type = JsonSchemaType.String,
        Description = Describe(name) + " The file as base64, or as a data: URI with base64.",
    };

    private static string Describe(string file) => file switch
    {
        FileFields.Mesh => $"A mesh to texture in place of making one: {MeshFileReader.Formats}.",
        "image" => "Picture of the front. PNG, JPEG, WebP, BMP or GIF.",
        _ => $"Picture of the {file} side. PNG, JPEG, WebP, BMP or GIF.",
    };

    /// <param name="json">Whether the value is JSON: there a word that is a number may be written as one.</param>
    internal static OpenApiSchema Field(RequestField field, bool json)
    {
        var schema = Field(field);
        if (!json || field.Choices?.Select(c => (IsNumber: int.TryParse(c, CultureInfo.InvariantCulture, out var number), number)).Where(c => c.IsNumber).ToArray() is not { Length: > 0 } numbers)
            return schema;
        schema.Type |= JsonSchemaType.Integer;
        schema.Enum = [.. schema.Enum!, .. numbers.Select(n => (JsonNode)n.number)];
        return schema;
    }

    private static OpenApiSchema Field(RequestField field) => new()
    {
        Type = field.Kind switch
        {
            FieldKind.Whole => JsonSchemaType.Integer,
            FieldKind.Real => JsonSchemaType.Number,
            FieldKind.Boolean => JsonSchemaType.Boolean,
            _ => JsonSchemaType.String,
        },
        Description = field.PatternMeaning is { } meaning && field.Pattern is null ? $"{field.Meaning} {char.ToUpperInvariant(meaning[0])}{meaning[1..]}." : field.Meaning,
        Minimum = double.IsFinite(field.Minimum) ? field.Minimum.ToString(CultureInfo.InvariantCulture) : null,
        Maximum = double.IsFinite(field.Maximum) ? field.Maximum.ToString(CultureInfo.InvariantCulture) : null,
        Pattern = field.Pattern is { } pattern ? $"^{pattern}$" : null,
        Enum = field.Choices?.Select(c => (JsonNode)c).ToList(),
        Default = field.Default is { } standard ? JsonValue.Create(standard) : null,
    };

    private static void Header(OpenApiOperation operation, string name, string description, JsonSchemaType type) =>
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = type },
        });

    private static void Restrict(OpenApiOperation operation, string parameter, IReadOnlyList<string> choices)
    {
        var schema = (OpenApiSchema)operation.Parameters!.Single(p => p.Name == parameter).Schema!;
        schema.Enum = [.. choices.Select(c => (JsonNode)c)];
    }
}
