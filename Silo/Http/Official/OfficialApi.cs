using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hunyuan3D.Hosting.Http.Official;

/// <summary>
/// The dialect of the official api_server (Hunyuan3D-2 and 2.1, <c>api_server.py</c>; its Blender add-on is a client): same paths, parameters, defaults and success shapes.
/// Ours differs in what goes wrong: there every error is a 404 with one fixed text, and a job that failed or never was stays "processing".
/// </summary>
internal static partial class OfficialApi
{
    private const string Dialect = "official";

    public static void MapOfficialApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("").WithTags(Dialect).Allow(AccessLevel.User);
        api.MapPost("/generate", GenerateAsync)
            .WithMetadata(new RequestSizeLimitAttribute(BoundedBody.ServerLimit))
            .Describe("officialGenerate", "Makes a model and answers with the file. Closing the connection cancels the job.")
            .Streams(StatusCodes.Status200OK, "model/gltf-binary", "model/obj", "model/stl", "model/ply")
            .Fails(400, 409, 413, 415, 422, 429, 500, 503, 504);
        api.MapPost("/send", SendAsync)
            .WithMetadata(new RequestSizeLimitAttribute(BoundedBody.ServerLimit))
            .Describe("officialSend", "Submits a job. It is durable when this answers.")
            .Answers<OfficialSent>(StatusCodes.Status200OK)
            .Fails(400, 413, 415, 422, 429, 503);
        api.MapGet("/status/{uid}", StatusAsync)
            .Describe("officialStatus", "Where a job stands, and its GLB once it is completed.")
            .Answers<OfficialStatus>(StatusCodes.Status200OK)
            .Fails(404, 503);
    }

    private static async Task<IResult> SendAsync(HttpContext context, DialectJobs jobs, CancellationToken cancellationToken)
    {
        var request = await OfficialRequest.ReadAsync(context.Request, jobs.Start(Caller.Of(context)), cancellationToken);
        if (request.Format != ModelFormat.Glb)
            throw new InputProblemException(InputProblem.Value("type", "glb, since GET /status gives a GLB; POST /generate gives the others", request.Format.ToString().ToLowerInvariant()));
        var status = await jobs.SubmitAsync(Dialect, request.Pictures, request.Submission, context.Response, cancellationToken);
        return TypedResults.Json(new OfficialSent(OfficialUid.Of(status.Id)), DialectJson.Default.OfficialSent);
    }

    private static async Task<IResult> StatusAsync(string uid, HttpResponse response, IHunyuan3DClient client, CancellationToken cancellationToken)
    {
        var status = await NativeApi.FindAsync(OfficialUid.ToId(uid), client, cancellationToken);
        response.Headers[DialectJobs.EngineHeader] = status.Request.Options.Engine;
        return status.Status switch
        {
            GenerationStatusCode.Completed => await OfficialModel.Base64Async(status.Result!.Model, client, cancellationToken),
            GenerationStatusCode.Failed => Tell(OfficialStatus.Error, status.Failure!.Message),
            GenerationStatusCode.Cancelled => Tell(OfficialStatus.Error, "The job was cancelled."),
            _ => Tell(OfficialStatus.Processing, message: null),
        };
    }

    private static JsonHttpResult<OfficialStatus> Tell(string status, string? message) =>
        TypedResults.Json(new OfficialStatus { Status = status, Message = message }, DialectJson.Default.OfficialStatus);
}
