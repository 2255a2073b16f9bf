using Hunyuan3D.Hosting.Http.Access;

namespace Hunyuan3D.Hosting.Http;

/// <summary>The probes of an orchestrator.</summary>
internal static class HealthEndpoints
{
    private const string Tag = "health";

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/healthz/live", () => TypedResults.Json(new HealthReply("live"), NativeJson.Default.HealthReply))
            .WithTags(Tag)
            .Allow(AccessLevel.Open)
            .Describe("live", "Whether this process answers at all.")
            .Answers<HealthReply>(StatusCodes.Status200OK);
        endpoints.MapGet("/healthz/ready", (SiloReadiness readiness) =>
        {
            var state = readiness.State;
            return TypedResults.Json(
                new HealthReply(state),
                NativeJson.Default.HealthReply,
                statusCode: state == SiloReadiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        })
            .WithTags(Tag)
            .Allow(AccessLevel.Open)
            .Describe("ready", "Whether this process may get work.")
            .Answers<HealthReply>(StatusCodes.Status200OK)
            .Answers<HealthReply>(StatusCodes.Status503ServiceUnavailable);
    }
}
