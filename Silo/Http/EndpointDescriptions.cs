namespace Hunyuan3D.Hosting.Http;

/// <summary>Says in the OpenAPI document what an endpoint does and answers.</summary>
internal static class EndpointDescriptions
{
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string operationId, string summary) =>
        endpoint.WithName(operationId).WithSummary(summary);

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status) =>
        endpoint.Produces<T>(status, "application/json");

    /// <summary>Bytes of one of the media types.</summary>
    public static RouteHandlerBuilder Streams(this RouteHandlerBuilder endpoint, int status, string mediaType, params string[] others) =>
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Stream), [mediaType, .. others]));

    /// <summary>An answer without a body, or with one that only repeats what is known.</summary>
    public static RouteHandlerBuilder AnswersEmpty(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces(status);
        return endpoint;
    }

    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces<ApiProblem>(status, "application/problem+json");
        return endpoint;
    }
}
