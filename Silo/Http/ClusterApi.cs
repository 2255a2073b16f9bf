using Hunyuan3D.Client;
using Hunyuan3D.Hosting.Http.Access;

namespace Hunyuan3D.Hosting.Http;

/// <summary><c>/v1/cluster</c>: how the cluster stands, for operators.</summary>
internal static class ClusterApi
{
    public static void MapClusterApi(this IEndpointRouteBuilder endpoints) => endpoints
        .MapGet("/v1/cluster", GetAsync)
        .Allow(AccessLevel.Admin)
        .WithTags("cluster")
        .Describe("getCluster", "Silos with devices, the queue, what the autoscaler did and why, and the result cache.")
        .Answers<NativeCluster>(StatusCodes.Status200OK)
        .Fails(503);

    private static async Task<IResult> GetAsync(IHunyuan3DClient client, CancellationToken cancellationToken) =>
        TypedResults.Json(NativeCluster.From(await client.GetClusterAsync(cancellationToken)), NativeJson.Default.NativeCluster);
}
