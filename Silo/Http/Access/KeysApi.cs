using System.Text.Json;
using Hunyuan3D.Hosting.Keys;
using Hunyuan3D.Hosting.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary><c>/v1/keys</c>: makes, lists and revokes keys, for administrators.</summary>
internal static class KeysApi
{
    public const string Root = "/v1/keys";

    private const int MostBytes = 4096;

    public static void MapKeysApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(Root).WithTags("keys").Allow(AccessLevel.Admin);
        api.MapPost("", CreateAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .Describe("createKey", "Makes a key. Its text is in this answer and nowhere else.")
            .Answers<KeyReply>(StatusCodes.Status201Created)
            .Fails(400, 413, 415);
        api.MapGet("", List)
            .Describe("listKeys", "All keys, revoked ones too, without their texts.")
            .Answers<KeyReplies>(StatusCodes.Status200OK);
        api.MapDelete("/{id}", Revoke)
            .Describe("revokeKey", "Revokes a key, everywhere within two seconds; it stays in the list.")
            .Answers<KeyReply>(StatusCodes.Status200OK)
            .Fails(404);
    }

    private static async Task<JsonHttpResult<KeyReply>> CreateAsync(HttpContext context, KeyRing keys, KeyAudit audit, CancellationToken cancellationToken)
    {
        if (!context.Request.HasJsonContentType())
            throw new InputProblemException(InputProblem.Value("Content-Type", "application/json", context.Request.ContentType ?? ""), StatusCodes.Status415UnsupportedMediaType);
        using var document = await JsonBody.ReadAsync(BoundedBody.Of(context.Request), cancellationToken);
        var fields = new Dictionary<string, string>();
        foreach (var property in JsonBody.Fields(document))
        {
            if (!KeyRequest.Fields.Contains(property.Name))
                throw new InputProblemException(InputProblem.Value("body", $"an object of {string.Join(", ", KeyRequest.Fields)}", property.Name));
            if (!fields.TryAdd(property.Name, property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText()))
                throw new InputProblemException(new InputProblem(property.Name, $"{property.Name} is given twice.", "one value", "two values"));
        }

        var (kept, text) = Folder(keys).Create(KeyRequest.Read(fields, field => field));
        audit.Made(kept, Caller.Of(context));
        context.Response.Headers.Location = $"{context.Request.PathBase}{Root}/{kept.Id}";
        return TypedResults.Json(KeyReply.Of(kept, lastUsed: null, text), NativeJson.Default.KeyReply, statusCode: StatusCodes.Status201Created);
    }

    private static JsonHttpResult<KeyReplies> List(KeyRing keys) =>
        TypedResults.Json(new KeyReplies([.. Folder(keys).List().Select(key => KeyReply.Of(key, Folder(keys).LastUsed(key.Id)))]), NativeJson.Default.KeyReplies);

    private static JsonHttpResult<KeyReply> Revoke(string id, HttpContext context, KeyRing keys, KeyAudit audit)
    {
        var key = Folder(keys).Revoke(id)
            ?? throw new InputProblemException(new InputProblem("id", $"There is no key {InputProblem.Shorten(id)}.", "the id of a key", InputProblem.Shorten(id)), StatusCodes.Status404NotFound);
        audit.Revoked(key, Caller.Of(context));
        return TypedResults.Json(KeyReply.Of(key, Folder(keys).LastUsed(key.Id)), NativeJson.Default.KeyReply);
    }

    private static KeyFolder Folder(KeyRing keys) => keys.Folder ?? throw new InvalidOperationException("This server has no folder for keys.");
}
