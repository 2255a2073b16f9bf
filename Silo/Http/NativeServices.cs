using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Http.Fetching;
using Hunyuan3D.Hosting.Http.Official;
using Hunyuan3D.Hosting.Http.Pages;
using Hunyuan3D.Hosting.Http.Tasks;
using Hunyuan3D.Hosting.Keys;
using Hunyuan3D.Hosting.Outbound;
using Hunyuan3D.Hosting.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hunyuan3D.Hosting.Http;

/// <summary>What the HTTP dialects need beside an <see cref="Hunyuan3D.Client.IHunyuan3DClient"/>.</summary>
internal static class NativeServices
{
    public static void AddHunyuan3DHttp(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddExceptionHandler<ApiProblems>();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddOptionsWithValidateOnStart<DialectOptions>().BindConfiguration(DialectOptions.Section).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<ImageUrlOptions>().BindConfiguration(ImageUrlOptions.Section).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<KeysOptions>().BindConfiguration(KeysOptions.Section).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<HttpAccessOptions>().BindConfiguration(HttpAccessOptions.Section).ValidateDataAnnotations();
        services.TryAddSingleton(new KeyRingSettings(Folder: null));
        services.TryAddSingleton<KeyRing>();
        services.TryAddSingleton<SessionSeal>();
        services.TryAddSingleton<JobOwners>();
        services.TryAddSingleton<RequestBudgets>();
        services.TryAddSingleton<IKeyUsage, ClusterKeyUsage>();
        services.TryAddSingleton<JobDoor>();
        services.TryAddSingleton<KeyAudit>();
        services.AddCors();
        services.AddOptionsWithValidateOnStart<EventStreamOptions>().BindConfiguration(EventStreamOptions.Section).ValidateDataAnnotations();
        services.TryAddSingleton<EventStreams>();
        services.TryAddSingleton<DialectJobs>();
        services.TryAddSingleton<IOutboundNetwork, OutboundNetwork>();
        services.TryAddSingleton<ImageFetcher>();
        services.AddWebhooks();
        services.TryAddSingleton(_ => PageAssets.Load(PageAssets.DefaultFolder));
        services.ConfigureHttpJsonOptions(o => NativeJson.Configure(o.SerializerOptions));
        services.AddOpenApi("v1", o => o.AddDocumentTransformer<NativeOpenApi>().AddDocumentTransformer<AccessOpenApi>().AddOperationTransformer<AccessOpenApi>().AddOperationTransformer<NativeOpenApi>().AddOperationTransformer<OfficialOpenApi>().AddOperationTransformer<TaskOpenApi>().AddOperationTransformer<WebhookOpenApi>().AddOperationTransformer<KeysOpenApi>());
    }

    /// <summary>Puts error responses into one form; before the endpoints.</summary>
    public static void UseApiProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(ApiProblems.WriteStatusAsync);
    }

    /// <summary>What every request passes before the endpoints; after <see cref="UseApiProblems"/>, which words its refusals.</summary>
    public static void UseHttpAccess(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseCorsOrigins();
        app.UseMiddleware<KeyCheck>();
    }
}
