using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>Tells in the OpenAPI document how a key is sent, and which routes need one.</summary>
internal sealed class AccessOpenApi : IOpenApiDocumentTransformer, IOpenApiOperationTransformer
{
    private static readonly Dictionary<string, IOpenApiSecurityScheme> Schemes = new()
    {
        ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key." },
        ["apiKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = Credential.KeyHeader, Description = "An API key." },
        ["basic"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic", Description = "An API key as user or password, for clients that know an address only: http://any:KEY@host." },
        ["session"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = Credential.Cookie, Description = "A browser's session, from POST /v1/session." },
    };

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = Schemes;
        return Task.CompletedTask;
    }

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var level = context.Description.ActionDescriptor.EndpointMetadata.OfType<RouteAccess>().LastOrDefault()?.Level ?? AccessLevel.Admin;
        operation.Security = level == AccessLevel.Open ? [] : [.. Schemes.Keys.Select(name => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, context.Document)] = [] })];
        if (level == AccessLevel.Admin)
            operation.Description = $"{operation.Description} Needs an administrator's key.".Trim();
        return Task.CompletedTask;
    }
}
