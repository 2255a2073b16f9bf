using OpenTelemetry.Trace;

namespace Hunyuan3D.Hosting.Telemetry;

/// <summary>
/// Traces begin with a request from outside. Probes and scrapes are none, and neither are the calls that silos make of themselves (reports, timers: several a second); as a child of a traced request
/// the same calls are part of its trace.
/// </summary>
internal sealed class JobSampler(double share) : Sampler
{
    // What the web server calls a request before its route is known.
    private const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private readonly Sampler _children = new ParentBasedSampler(new AlwaysOffSampler());
    private readonly TraceIdRatioBasedSampler _roots = new(share);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
        => samplingParameters.ParentContext.TraceId != default ? _children.ShouldSample(samplingParameters)
        : samplingParameters.Name == Request && !IsProbe(samplingParameters) ? _roots.ShouldSample(samplingParameters)
        : new SamplingResult(SamplingDecision.Drop);

    private static bool IsProbe(in SamplingParameters parameters)
    {
        foreach (var (name, value) in parameters.Tags ?? [])
        {
            if (name == "url.path" && value is string path && (path == TelemetryComposition.MetricsPath || path.StartsWith("/healthz/", StringComparison.Ordinal))) return true;
        }

        return false;
    }
}
