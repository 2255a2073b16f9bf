using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Hosting.Http.Official;

internal static partial class OfficialApi
{
    private static async Task<IResult> GenerateAsync(
        HttpContext context, DialectJobs jobs, IHunyuan3DClient client, IOptions<DialectOptions> options, TimeProvider time, IHostApplicationLifetime host)
    {
        using var limit = new CancellationTokenSource(options.Value.SynchronousLimit, time);
        var (submitted, format) = await SubmitAsync(context, jobs);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping, limit.Token);
        try
        {
            var status = await FollowAsync(submitted, client, ending.Token);
            return await AnswerAsync(status, format, client, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more to take the model.
            await client.CancelAsync(submitted.Id, CancellationToken.None);
            throw;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            var uid = OfficialUid.Of(submitted.Id);
            return limit.IsCancellationRequested
                ? NotYet(StatusCodes.Status504GatewayTimeout, $"The model was not ready within {options.Value.SynchronousLimit.TotalSeconds:F0} s. Its job goes on: ask GET /status/{uid}.")
                : NotYet(StatusCodes.Status503ServiceUnavailable, $"The server stops. The job goes on when it is back: ask GET /status/{uid}.");
        }
    }

    /// <summary>Its own method, so that the request's files are free while the job is waited for.</summary>
    /// <remarks>Once the body has been read the caller's leaving no longer ends the submission: it could leave a job behind whose id nobody knows.</remarks>
    private static async Task<(GenerationStatus Status, ModelFormat Format)> SubmitAsync(HttpContext context, DialectJobs jobs)
    {
        var request = await OfficialRequest.ReadAsync(context.Request, jobs.Start(Caller.Of(context)), context.RequestAborted);
        return (await jobs.SubmitAsync(Dialect, request.Pictures, request.Submission, context.Response, CancellationToken.None), request.Format);
    }

    private static async Task<GenerationStatus> FollowAsync(GenerationStatus status, IHunyuan3DClient client, CancellationToken cancellationToken)
    {
        await foreach (var change in client.WatchAsync(status.Id, status.Version, cancellationToken))
            status = change;
        return status;
    }

    private static async Task<IResult> AnswerAsync(GenerationStatus status, ModelFormat format, IHunyuan3DClient client, CancellationToken cancellationToken)
    {
        if (status is { Status: GenerationStatusCode.Failed, Failure: { } failure })
            throw new GenerationRejectedException(failure with { Field = failure.Field is { } field ? OfficialFields.Spell(field) : null });
        if (status.Status != GenerationStatusCode.Completed || await client.GetModelAsync(status.Id, format, cancellationToken) is not { } model)
            return NotYet(StatusCodes.Status409Conflict, "The job was cancelled.");
        return await OfficialModel.FileAsync(model, format, $"{OfficialUid.Of(status.Id)}.{format.ToString().ToLowerInvariant()}", client, cancellationToken);
    }

    private static JsonHttpResult<ApiProblem> NotYet(int status, string detail) =>
        TypedResults.Json(ApiProblems.New(status, detail), NativeJson.Default.ApiProblem, "application/problem+json", status);
}
