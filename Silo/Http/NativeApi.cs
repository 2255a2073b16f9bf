using System.Globalization;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hunyuan3D.Hosting.Http;

/// <summary>The native dialect: <c>/v1/generations</c>. Every call goes through <see cref="IHunyuan3DClient"/>.</summary>
internal static partial class NativeApi
{
    public const string Root = "/v1/generations";

    private const int LongestId = 64;

    public static void MapHunyuan3DApi(this IEndpointRouteBuilder endpoints)
    {
        // Made now, so that its figure is told from the start.
        endpoints.ServiceProvider.GetRequiredService<EventStreams>();
        var api = endpoints.MapGroup(Root).WithTags("generations").Allow(AccessLevel.User);
        api.MapPost("", SubmitAsync)
            .WithMetadata(new RequestSizeLimitAttribute(BoundedBody.ServerLimit))
            .Describe("submitGeneration", "Submits a picture. The job is durable when this answers.")
            .Answers<NativeJob>(StatusCodes.Status202Accepted)
            .Fails(400, 413, 415, 422, 429, 503);
        api.MapGet("", ListAsync)
            .Describe("listGenerations", "Jobs, newest first.")
            .Answers<NativeJobList>(StatusCodes.Status200OK)
            .Fails(400, 503);
        api.MapGet("/{id}", GetAsync)
            .Describe("getGeneration", "A job as it stands.")
            .Answers<NativeJob>(StatusCodes.Status200OK)
            .Fails(404, 503);
        api.MapDelete("/{id}", CancelAsync)
            .Describe("cancelGeneration", "Asks a job to stop; a job that has ended stays as it is.")
            .Answers<NativeJob>(StatusCodes.Status202Accepted)
            .Fails(404, 503);
        api.MapGet("/{id}/events", EventsAsync)
            .Describe("watchGeneration", "Server-sent events: the job at every change until it has ended. 204 when there is nothing more to tell.")
            .Streams(StatusCodes.Status200OK, "text/event-stream")
            .AnswersEmpty(204)
            .Fails(400, 404, 503);
        api.MapMethods("/{id}/model", ["GET", "HEAD"], ModelAsync)
            .Describe("getModel", "The completed job's model; converted on first request.")
            .Streams(StatusCodes.Status200OK, "model/gltf-binary", "application/zip", "model/stl", "model/ply")
            .Streams(StatusCodes.Status206PartialContent, "model/gltf-binary", "application/zip", "model/stl", "model/ply")
            .AnswersEmpty(304, 416)
            .Fails(400, 404, 409, 503);
        api.MapMethods("/{id}/artifacts/{name}", ["GET", "HEAD"], ArtifactAsync)
            .Describe("getArtifact", "The job's pictures as they came, the front picture's cut-out and mask, and the model's mesh and texture apart.")
            .Streams(StatusCodes.Status200OK, "image/png", "image/jpeg", "image/webp", "image/bmp", "image/gif", "model/gltf-binary")
            .Streams(StatusCodes.Status206PartialContent, "image/png", "image/jpeg", "image/webp", "image/bmp", "image/gif", "model/gltf-binary")
            .AnswersEmpty(304, 416)
            .Fails(404, 409, 503);
        api.MapPost("/{id}/retexture", RetextureAsync)
            .WithMetadata(new RequestSizeLimitAttribute(BoundedBody.ServerLimit))
            .Describe("retextureGeneration", "Submits a job that textures a completed job's model anew. What is not given is as in that job.")
            .Answers<NativeJob>(StatusCodes.Status202Accepted)
            .Fails(400, 404, 409, 413, 415, 422, 429, 503);
        api.MapGet("/{id}/deliveries", DeliveriesAsync)
            .Describe("listDeliveries", "The callbacks of the job, with every attempt. None before the job has ended.")
            .Answers<NativeDeliveryList>(StatusCodes.Status200OK)
            .Fails(404, 503);
        api.MapPost("/{id}/deliveries/{deliveryId}/redeliver", RedeliverAsync)
            .Describe("redeliver", "Tries a callback again, at once and with all its attempts anew, however it stands.")
            .Answers<NativeDelivery>(StatusCodes.Status202Accepted)
            .Fails(404, 503);
        api.MapMethods("/{id}/preview", ["GET", "HEAD"], PreviewAsync)
            .Describe("getPreview", "Eight rendered views of the completed job's model.")
            .Streams(StatusCodes.Status200OK, "image/png")
            .Streams(StatusCodes.Status206PartialContent, "image/png")
            .AnswersEmpty(304, 416)
            .Fails(404, 409, 503);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, IHunyuan3DClient client, CancellationToken cancellationToken, string? user = null, string? status = null, string? limit = null, string? offset = null)
    {
        var query = new GenerationQuery
        {
            User = Caller.Of(context).ListOf(user),
            Status = status is null ? null : EnumQuery<GenerationStatusCode>("status", status),
            Limit = WholeQuery("limit", limit, 100, 1, 1000),
            Offset = WholeQuery("offset", offset, 0, 0, 1_000_000_000),
        };
        var jobs = await client.ListAsync(query, cancellationToken);
        return TypedResults.Json(new NativeJobList([.. jobs.Select(NativeJob.From)], jobs.Count == query.Limit ? NextPage(query, status) : null), NativeJson.Default.NativeJobList);
    }

    private static async Task<IResult> GetAsync(string id, IHunyuan3DClient client, CancellationToken cancellationToken) =>
        Job(await FindAsync(id, client, cancellationToken), StatusCodes.Status200OK);

    private static async Task<IResult> CancelAsync(string id, IHunyuan3DClient client, CancellationToken cancellationToken) =>
        Job(IsId(id) && await client.CancelAsync(id, cancellationToken) is { } status ? status : throw NoSuchJob(id), StatusCodes.Status202Accepted);

    private static JsonHttpResult<NativeJob> Job(GenerationStatus status, int code) =>
        TypedResults.Json(NativeJob.From(status), NativeJson.Default.NativeJob, statusCode: code);

    internal static async Task<GenerationStatus> FindAsync(string id, IHunyuan3DClient client, CancellationToken cancellationToken) =>
        IsId(id) && await client.GetAsync(id, cancellationToken) is { } status ? status : throw NoSuchJob(id);

    /// <summary>What cannot be an id is not even asked for.</summary>
    internal static bool IsId(string id) => id.Length <= LongestId && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    internal static InputProblemException NoSuchJob(string id) =>
        new(new InputProblem("id", $"There is no job {InputProblem.Shorten(id)}.", "the id of a job", InputProblem.Shorten(id)), StatusCodes.Status404NotFound);

    private static string NextPage(GenerationQuery query, string? status)
    {
        var page = QueryString.Create("limit", query.Limit.ToString(CultureInfo.InvariantCulture)).Add("offset", (query.Offset + query.Limit).ToString(CultureInfo.InvariantCulture));
        if (query.User is not null)
            page = page.Add("user", query.User);
        return Root + (status is null ? page : page.Add("status", status));
    }

    private static int WholeQuery(string field, string? text, int standard, int minimum, int maximum) =>
        text is null ? standard
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum ? value
        : throw new InputProblemException(InputProblem.Value(field, $"a whole number from {minimum} to {maximum}", text));

    private static T EnumQuery<T>(string field, string text)
        where T : struct, Enum
    {
        var words = Enum.GetNames<T>().Select(n => n.ToLowerInvariant());
        return words.Contains(text)
            ? Enum.Parse<T>(text, ignoreCase: true)
            : throw new InputProblemException(InputProblem.Value(field, $"one of {string.Join(", ", words)}", text));
    }
}
