using Hunyuan3D.Hosting.Http.Access;

namespace Hunyuan3D.Hosting.Http;

/// <summary>The probes of an orchestrator.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/healthz/live", () => TypedResults.Json(new HealthReply("live"), NativeJson.Default.HealthReply))
            .Allow(AccessLevel.Open)
            .ExcludeFromDescription();
        endpoints.MapGet("/healthz/ready", (SiloReadiness readiness) =>
        {
            var state = readiness.State;
            return TypedResults.Json(
                new HealthReply(state),
                NativeJson.Default.HealthReply,
                statusCode: state == SiloReadiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).Allow(AccessLevel.Open).ExcludeFromDescription();
    }
}
