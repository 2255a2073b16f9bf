using System.Text.Json;

namespace Hunyuan3D.Tests.Silo.Web;

/// <summary>axe-core, Deque's accessibility checker, run inside a page.</summary>
internal static class AxeCore
{
    private static readonly string[] Grave = ["serious", "critical"];

    private static readonly Lazy<string> Source = new(() =>
        File.ReadAllText(Path.Combine(NodePackages.Find("axe-core").Folder ?? throw new InvalidOperationException("axe-core cannot be installed."), "axe.min.js")));

    /// <summary>Serious and critical findings, each with the rule, the first element and what is wrong with it.</summary>
    public static async Task<IReadOnlyList<string>> CheckAsync(PageVisit visit)
    {
        await visit.Page.EvaluateAsync(Source.Value);
        var report = await visit.Page.EvaluateAsync<JsonElement>("async () => JSON.parse(JSON.stringify(await axe.run()))");
        // A page on which nothing was checked has no findings either.
        if (report.GetProperty("passes").GetArrayLength() < 10)
            throw new InvalidOperationException($"axe-core found next to nothing to check: {report}");
        return
        [
            .. from finding in report.GetProperty("violations").EnumerateArray()
               where Grave.Contains(finding.GetProperty("impact").GetString())
               let node = finding.GetProperty("nodes")[0]
               select $"{finding.GetProperty("id").GetString()}: {node.GetProperty("html").GetString()}: {node.GetProperty("failureSummary").GetString()}",
        ];
    }
}
