using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Hunyuan3D.Hosting;
using Xunit;

namespace Hunyuan3D.Tests.Deploy;

/// <summary>A real Prometheus on a free port, which scrapes given processes five times a second.</summary>
internal sealed class PrometheusProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusProcess(Process process, int port) => (_process, _http) = (process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });

    /// <param name="folder">For its configuration and data.</param>
    /// <param name="targets">Host and port of each process.</param>
    /// <param name="key">An administrator's key of theirs.</param>
    public static PrometheusProcess Start(string folder, IEnumerable<string> targets, string key)
    {
        var configuration = Path.Combine(folder, "prometheus.yml");
        var credentials = Path.Combine(folder, "prometheus-key");
        File.WriteAllText(credentials, key);
        File.WriteAllText(configuration, $"""
            global: {"{"}scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 1s{"}"}
            rule_files: ['{RepositoryRoot.Combine("deploy/prometheus/alerts.yml")}']
            scrape_configs:
            - job_name: hunyuan3d
              authorization: {"{"}credentials_file: '{credentials}'{"}"}
              static_configs:
              - targets: [{string.Join(", ", targets.Select(target => $"'{target}'"))}]
            """);
        var port = FreePort.Any();
        var process = Process.Start(new ProcessStartInfo(
            PrometheusTool.Server!,
            [$"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(folder, "prometheus")}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn"])
        {
            RedirectStandardError = true,
        })!;
        process.BeginErrorReadLine();
        return new PrometheusProcess(process, port);
    }

    /// <summary>Number of series that a query returns with a number at this moment.</summary>
    public async Task<int> CountAsync(string query)
    {
        var answer = await _http.GetFromJsonAsync<JsonElement>($"/api/v1/query?query={Uri.EscapeDataString(query)}");
        Assert.Equal("success", answer.GetProperty("status").GetString());
        return answer.GetProperty("data").GetProperty("result").EnumerateArray().Count(series => series.GetProperty("value")[1].GetString() != "NaN");
    }

    /// <summary>Waits until each query has returned series; fails with those that did not within the limit.</summary>
    public async Task AssertSeriesAsync(IEnumerable<string> queries)
    {
        var missing = queries.ToList();
        using var limit = new CancellationTokenSource(Limit);
        while (missing.Count > 0 && !limit.IsCancellationRequested)
        {
            try
            {
                foreach (var query in missing.ToArray())
                {
                    if (await CountAsync(query) > 0) missing.Remove(query);
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
                Assert.False(_process.HasExited, "Prometheus ended.");
            }

            if (missing.Count > 0) await Task.Delay(100, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Assert.Empty(missing);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
