using Xunit;

namespace Hunyuan3D.Tests.Deploy;

/// <summary>A test that needs Prometheus itself; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrometheusFactAttribute : FactAttribute
{
    public PrometheusFactAttribute()
    {
        if (PrometheusTool.Server is null || PrometheusTool.Promtool is null)
            Skip = "prometheus is not installed (Debian: apt-get install prometheus).";
    }
}
