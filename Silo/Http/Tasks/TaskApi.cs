using Hunyuan3D.Client;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Http.Fetching;
using Hunyuan3D.Hosting.Requests;
using Hunyuan3D.Hosting.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hunyuan3D.Hosting.Http.Tasks;

/// <summary>A small dialect of tasks that are submitted by the picture's URL and polled: <c>/generate/3d</c>.</summary>
internal static class TaskApi
{
    private const string Root = "/generate/3d";
    private const string Dialect = "tasks";

    public static void MapTaskApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(Root).WithTags(Dialect).Allow(AccessLevel.User);
        api.MapPost("", SubmitAsync)
            .WithMetadata(new RequestSizeLimitAttribute(BoundedBody.ServerLimit))
            .Describe("submitTask", "Fetches the picture and submits a task. The task is durable when this answers.")
            .Answers<TaskAccepted>(StatusCodes.Status200OK)
            .Fails(400, 413, 415, 422, 429, 503);
        api.MapGet("/{task_id}", GetAsync)
            .Describe("getTask", "A task as it stands, with its result or error.")
            .Answers<TaskView>(StatusCodes.Status200OK)
            .Fails(404, 503);
    }

    private static async Task<JsonHttpResult<TaskAccepted>> SubmitAsync(HttpContext context, DialectJobs jobs, ImageFetcher fetcher, CallbackDoor callbacks, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(context);
        var request = await TaskRequest.ReadAsync(context.Request, jobs.Start(caller), cancellationToken);
        caller.Claim(request.Submission, "user_id");
        await callbacks.CheckAsync(request.Submission, cancellationToken);
        var picture = await fetcher.GetAsync(request.ImageUrl, cancellationToken);
        await PictureDoor.CheckAsync(ImageFetcher.Field, picture, cancellationToken);
        var status = await jobs.SubmitAsync(Dialect, new PictureFiles(picture), request.Submission, context.Response, cancellationToken);
        return TypedResults.Json(new TaskAccepted(status.Id, "queued"), DialectJson.Default.TaskAccepted);
    }

    private static async Task<JsonHttpResult<TaskView>> GetAsync([FromRoute(Name = "task_id")] string id, IHunyuan3DClient client, CancellationToken cancellationToken) =>
        TypedResults.Json(TaskView.From(await NativeApi.FindAsync(id, client, cancellationToken)), DialectJson.Default.TaskView);
}
