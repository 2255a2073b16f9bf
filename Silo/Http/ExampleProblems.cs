using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Http;

/// <summary>What an error of each status looks like, for the OpenAPI document.</summary>
internal static class ExampleProblems
{
    public static JsonNode? Of(string status)
    {
        var code = int.Parse(status, CultureInfo.InvariantCulture);
        return JsonSerializer.SerializeToNode(Make(code), NativeJson.Default.ApiProblem);
    }

    private static ApiProblem Make(int status) => status switch
    {
        400 => From(status, InputProblem.Value("faces", "a whole number from 100 to 2000000", "0")),
        401 => ApiProblems.New(status, "The key is not known here, or was revoked.") with { Code = AccessDeniedException.Unauthorized },
        403 => ApiProblems.New(status, "This needs an administrator's key.") with { Code = AccessDeniedException.Forbidden },
        404 => From(status, new InputProblem("id", "There is no job 7f3a.", "the id of a job", "7f3a")),
        409 => From(status, new InputProblem("id", "Job 7f3a has no model: it is running.", "a completed job", "running")),
        413 => From(status, new InputProblem("body", "The request is too large.", $"at most {RequestLimits.MaxBodyBytes} bytes, pictures and fields together", "300000000 bytes")),
        415 => From(status, InputProblem.Value("Content-Type", "multipart/form-data or application/json", "text/plain")),
        422 => From(status, new InputProblem("Idempotency-Key", "The Idempotency-Key was used before, for another request.", "a new key, or the same request", "order-17")),
        429 => ApiProblems.New(status, "The queue is full: 5000 jobs of this user wait, and at most 5000 may. Try again in 6 s.") with
        {
            Code = "queueFull",
            Queue = new ApiProblem.QueueFigures(5000, 5000, 7214, 20000, 30000),
        },
        504 => ApiProblems.New(status, "The model was not ready within 1800 s. Its job goes on: ask GET /status/0192a3c4-5d6e-7f80-91a2-b3c4d5e6f708."),
        500 => ApiProblems.New(status, "The program failed in the shape stage; its log says more."),
        _ => ApiProblems.New(status, "The cluster cannot be reached. Try again later."),
    };

    private static ApiProblem From(int status, InputProblem problem) => ApiProblems.New(status, problem.Message) with
    {
        Field = problem.Field,
        Expected = problem.Expected,
        Actual = problem.Actual,
    };
}
