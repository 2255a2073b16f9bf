using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Hosting.Http.Access;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hunyuan3D.Hosting.Telemetry;

/// <summary>Metrics for Prometheus at <c>/metrics</c>; traces to an OpenTelemetry collector where one is configured, and otherwise none are made.</summary>
internal static class TelemetryComposition
{
    public const string MetricsPath = "/metrics";

    private const string ServiceName = "hunyuan3d";
    private const string OrleansSources = "Microsoft.Orleans.*";

    private static readonly string[] Endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    // Of the runtime and the web server what capacity and latency are judged by. Orleans' own meter is told whole.
    private static readonly string[] Meters = [GenerationMetrics.MeterName, "Microsoft.Orleans", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateDataAnnotations();
        if (builder.Configuration.GetValue<bool>($"{TelemetryOptions.Section}:{nameof(TelemetryOptions.JsonLogs)}"))
        {
            builder.Logging.AddJsonConsole(o =>
            {
                o.IncludeScopes = true;
                o.UseUtcTimestamp = true;
                o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(ServiceName));
        telemetry.WithMetrics(metrics => metrics.AddMeter(Meters).AddPrometheusExporter());
        if (!IsTraced(builder.Configuration)) return;
        telemetry.WithTracing(traces => traces.AddSource(JobTraces.SourceName, "Microsoft.AspNetCore", OrleansSources).AddOtlpExporter());
        builder.Services.ConfigureOpenTelemetryTracerProvider((services, traces) =>
            traces.SetSampler(new JobSampler(services.GetRequiredService<IOptions<TelemetryOptions>>().Value.TraceShare)));
    }

    /// <summary>Calls between silos carry the trace of who calls. Only where traces are wanted: it costs a filter at every call.</summary>
    public static void AddCallTracing(this ISiloBuilder silo, IConfiguration configuration)
    {
        if (IsTraced(configuration)) silo.AddActivityPropagation();
    }

    /// <summary>Requests are called in traces by their route, for example <c>POST /v1/generations</c>.</summary>
    public static void UseRequestNames(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } && context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity)
            activity.DisplayName = $"{context.Request.Method} {route}";
        return next(context);
    });

    public static void MapMetrics(this IEndpointRouteBuilder endpoints) => endpoints.MapPrometheusScrapingEndpoint(MetricsPath).Allow(AccessLevel.Admin).ExcludeFromDescription();

    private static bool IsTraced(IConfiguration configuration) => Endpoints.Any(name => !string.IsNullOrEmpty(configuration[name]));
}
