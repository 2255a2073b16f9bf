using Hunyuan3D.Client;
using Hunyuan3D.Hosting.Http.Access;

namespace Hunyuan3D.Hosting.Http;

/// <summary><c>/v1/engines</c>: what a caller may ask for.</summary>
internal static class EnginesApi
{
    public static void MapEnginesApi(this IEndpointRouteBuilder endpoints) => endpoints
        .MapGet("/v1/engines", GetAsync)
        .Allow(AccessLevel.User)
        .WithTags("cluster")
        .Describe("getEngines", "The engines and models that the cluster can run now.")
        .Answers<NativeEngines>(StatusCodes.Status200OK)
        .Fails(503);

    private static async Task<IResult> GetAsync(IHunyuan3DClient client, CancellationToken cancellationToken) =>
        TypedResults.Json(NativeEngines.From(await client.GetOffersAsync(cancellationToken)), NativeJson.Default.NativeEngines);
}
