using System.Globalization;
using Hunyuan3D.Hosting.Http.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hunyuan3D.Hosting.Http.Official;

/// <summary><c>GET /health</c> of Hunyuan3D-2.1's api_server.</summary>
internal static class OfficialHealth
{
    public static void MapOfficialHealth(this IEndpointRouteBuilder endpoints) => endpoints
        .MapGet("/health", Get)
        .Allow(AccessLevel.Open)
        .WithTags("official")
        .Describe("officialHealth", "Whether this process can take work.")
        .Answers<OfficialHealthReply>(StatusCodes.Status200OK)
        .Answers<OfficialHealthReply>(StatusCodes.Status503ServiceUnavailable);

    private static JsonHttpResult<OfficialHealthReply> Get(SiloReadiness readiness, ILocalSiloDetails silo)
    {
        var ready = readiness.State == SiloReadiness.Ready;
        return TypedResults.Json(
            new OfficialHealthReply(ready ? "healthy" : readiness.State, silo.SiloAddress.GetConsistentHashCode().ToString("x8", CultureInfo.InvariantCulture)),
            DialectJson.Default.OfficialHealthReply,
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
