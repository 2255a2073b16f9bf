namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>Says at a route, or a group of them, who may call it.</summary>
internal static class RouteAccessExtensions
{
    /// <summary>What every route may answer that is not open to all.</summary>
    private static readonly object[] Refusals =
    [
        .. new[] { StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests }
            .Select(status => new ProducesResponseTypeMetadata(status, typeof(ApiProblem), ["application/problem+json"])),
    ];

    /// <summary>What a route says itself goes before what its group says.</summary>
    public static TBuilder Allow<TBuilder>(this TBuilder route, AccessLevel level)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata([new RouteAccess(level), .. level == AccessLevel.Open ? [] : Refusals]);

    /// <summary>Of an endpoint as it was matched. What is no route of ours (nothing there, wrong method) has nothing to protect.</summary>
    public static AccessLevel Access(this Endpoint? endpoint) => endpoint is RouteEndpoint
        ? endpoint.Metadata.GetMetadata<RouteAccess>()?.Level ?? AccessLevel.Admin
        : AccessLevel.Open;
}
