using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>Lets pages of the configured origins call the API with a key in a header; without one configured, no other site's page reads anything.</summary>
internal static class CorsOrigins
{
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    public static void UseCorsOrigins(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<IOptions<HttpAccessOptions>>().Value.CorsOrigins;
        if (origins.Count == 0) return;
        // No credentials: a cookie of this server is for its own pages.
        app.UseCors(policy => policy
            .WithOrigins([.. origins])
            .WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Delete)
            .WithHeaders(HeaderNames.Authorization, Credential.KeyHeader, HeaderNames.ContentType, "Idempotency-Key", "Last-Event-ID")
            .WithExposedHeaders(HeaderNames.Location, HeaderNames.RetryAfter, HeaderNames.ETag, HeaderNames.ContentDisposition, DialectJobs.EngineHeader, DialectJobs.JobHeader)
            .SetPreflightMaxAge(Remembered));
    }
}
