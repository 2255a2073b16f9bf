using System.Text.Json;

namespace Hunyuan3D.Tests.Deploy;

/// <summary>The queries of the Grafana dashboard.</summary>
internal static class Dashboard
{
    /// <param name="interval">In place of the interval that Grafana chooses.</param>
    public static string[] Queries(string interval)
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.Combine("deploy/grafana/hunyuan3d.json")));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!.Replace("$__rate_interval", interval, StringComparison.Ordinal))];
    }
}
