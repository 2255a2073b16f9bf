using System.Globalization;
using System.Text.Json;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Requests;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Hunyuan3D.Hosting.Http;

/// <summary>Turns what was thrown, and every empty error response, into <c>application/problem+json</c>.</summary>
internal sealed partial class ApiProblems(ILogger<ApiProblems> log) : IExceptionHandler
{
    /// <summary>Seconds after which a caller may try again while the cluster is away.</summary>
    private const string RetryAfterSeconds = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        // What fails for want of a caller is no defect, and nobody is there to be told.
        if (exception is ConnectionResetException or ConnectionAbortedException || (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested))
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            // Else the server would try to read the rest of the body, and log that it cannot.
            context.Abort();
            return true;
        }

        var problem = From(exception);
        if (problem.Status == StatusCodes.Status500InternalServerError)
            LogDefect(exception, context.Request.Method, context.Request.Path);
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        if (exception is GenerationRejectedException { Load.RetryAfter: var later })
            context.Response.Headers.RetryAfter = Math.Ceiling(later.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (exception is AccessDeniedException denied)
            await RefuseAsync(context, denied);
        else
            await WriteAsync(context, problem);
        return true;
    }

    /// <summary>Without a detour over an exception: who has no key may ask as often as they like.</summary>
    public static Task RefuseAsync(HttpContext context, AccessDeniedException denied)
    {
        if (denied.Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"hunyuan3d\"";
        if (denied.RetryAfter is { } later)
            context.Response.Headers.RetryAfter = Math.Ceiling(later.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, From((Exception)denied));
    }

    /// <summary>For responses such as 404 and 405 that no handler wrote.</summary>
    public static Task WriteStatusAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        var request = context.HttpContext.Request;
        var detail = status switch
        {
            StatusCodes.Status404NotFound => $"There is nothing at {InputProblem.Shorten(request.Path)}.",
            StatusCodes.Status405MethodNotAllowed => $"{request.Method} is not possible at {InputProblem.Shorten(request.Path)}.",
            _ => ReasonPhrases.GetReasonPhrase(status) + ".",
        };
        return WriteAsync(context.HttpContext, New(status, detail));
    }

    public static ApiProblem New(int status, string detail) => new()
    {
        Status = status,
        Title = ReasonPhrases.GetReasonPhrase(status),
        Detail = detail,
    };

    private static ApiProblem From(Exception exception) => exception switch
    {
        InputProblemException e => From(e),
        GenerationRejectedException e => From(e.Failure) with { Queue = e.Load is { } load ? From(load) : null },
        AccessDeniedException e => New(e.Status, e.Message) with { Code = e.Code, Field = e.Field },
        ClusterUnavailableException e => New(StatusCodes.Status503ServiceUnavailable, e.Message),
        BadHttpRequestException e => New(e.StatusCode, e.Message),
        _ => New(StatusCodes.Status500InternalServerError, "The server failed; its log says more."),
    };

    private static ApiProblem From(InputProblemException exception)
    {
        var (first, all) = (exception.Problems[0], exception.Problems);
        return New(exception.Status, exception.Message) with
        {
            Field = first.Field,
            Expected = first.Expected,
            Actual = first.Actual,
            Errors = all.Count > 1 ? [.. all.Select(p => new ApiProblem.FieldProblem(p.Field, p.Message, p.Expected, p.Actual))] : null,
        };
    }

    private static ApiProblem From(GenerationFailure failure) => New(StatusOf(failure.Code), failure.Message) with
    {
        Field = failure.Field,
        Code = JsonNamingPolicy.CamelCase.ConvertName(failure.Code.ToString()),
    };

    private static ApiProblem.QueueFigures From(QueueLoad load) => new(
        load.UserWaiting, load.UserLimit, load.Waiting, load.Limit, load.EstimatedWait is { } wait ? Math.Round(wait.TotalSeconds, 1) : null);

    private static int StatusOf(GenerationFailureCode code) => code switch
    {
        GenerationFailureCode.InvalidInput => StatusCodes.Status400BadRequest,
        GenerationFailureCode.ModelNotAvailable or GenerationFailureCode.OutOfCapacity => StatusCodes.Status422UnprocessableEntity,
        GenerationFailureCode.QueueFull => StatusCodes.Status429TooManyRequests,
        GenerationFailureCode.Defect => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    private static async Task WriteAsync(HttpContext context, ApiProblem problem)
    {
        context.Response.StatusCode = problem.Status;
        try
        {
            await context.Response.WriteAsJsonAsync(problem, NativeJson.Default.ApiProblem, "application/problem+json", context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller did not wait for it.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogDefect(Exception exception, string method, string path);
}
