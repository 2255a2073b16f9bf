using Hunyuan3D.Hosting.Http.Fetching;
using Hunyuan3D.Hosting.Http.Official;
using Hunyuan3D.Hosting.Http.Tasks;
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
        services.TryAddSingleton<DialectJobs>();
        services.TryAddSingleton<IOutboundNetwork, OutboundNetwork>();
        services.TryAddSingleton<ImageFetcher>();
        services.AddWebhooks();
        services.ConfigureHttpJsonOptions(o => NativeJson.Configure(o.SerializerOptions));
        services.AddOpenApi("v1", o => o.AddDocumentTransformer<NativeOpenApi>().AddOperationTransformer<NativeOpenApi>().AddOperationTransformer<OfficialOpenApi>().AddOperationTransformer<TaskOpenApi>());
    }

    /// <summary>Puts error responses into one form; before the endpoints.</summary>
    public static void UseApiProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(ApiProblems.WriteStatusAsync);
    }
}
