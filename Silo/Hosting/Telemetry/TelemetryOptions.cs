using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Hosting.Telemetry;

/// <summary>What a server tells of itself. Section <c>Hunyuan3D:Telemetry</c>. Where traces go is the business of OpenTelemetry's own settings, for example <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Hunyuan3D:Telemetry";

    /// <summary>Share of the jobs and requests that are traced, where nobody upstream decided; 0 to 1, default 1.</summary>
    [Range(0.0, 1.0)]
    public double TraceShare { get; set; } = 1;

    /// <summary>True: every line of the log is a JSON object, with its fields and scopes (the job's id among them). Default false: text.</summary>
    public bool JsonLogs { get; set; }
}
