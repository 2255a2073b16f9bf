using Xunit;
using YamlDotNet.RepresentationModel;

namespace Hunyuan3D.Tests.Deploy;

/// <summary>The alerts, by Prometheus' own tool; and that each has a test and a runbook.</summary>
public sealed class AlertTests
{
    private static readonly string Folder = RepositoryRoot.Combine("deploy/prometheus");

    [PrometheusFact]
    public async Task Configuration_AndRules_AreValid()
    {
        Assert.Contains("7 rules found", await PrometheusTool.CheckAsync(Folder, ["check", "rules", "alerts.yml"]), StringComparison.Ordinal);
        await PrometheusTool.CheckAsync(Folder, ["check", "config", "--syntax-only", "prometheus.yml"]);
    }

    [PrometheusFact]
    public async Task Rules_OnTheSeriesOfTheirTests_FireAsExpected() => await PrometheusTool.CheckAsync(Folder, ["test", "rules", "alerts.test.yml"]);

    [Fact]
    public void Rules_Each_HaveATestThatFiresAndOneThatDoesNotAndARunbook()
    {
        var rules = Sequence(Sequence(Load("alerts.yml"), "groups").Single(), "rules").Select(rule => Text(rule, "alert")!).ToArray();
        var tested = Sequence(Load("alerts.test.yml"), "tests").SelectMany(test => Sequence(test, "alert_rule_test"))
            .ToLookup(test => Text(test, "alertname")!, test => ((YamlMappingNode)test).Children.ContainsKey("exp_alerts"));
        var headings = File.ReadAllLines(RepositoryRoot.Combine("docs/operations.md")).Where(line => line.StartsWith("### ", StringComparison.Ordinal)).Select(line => line[4..]).ToArray();

        Assert.NotEmpty(rules);
        Assert.All(rules, rule =>
        {
            Assert.Contains(true, tested[rule]);
            Assert.Contains(false, tested[rule]);
            Assert.Contains(rule, headings);
        });
    }

    private static YamlNode Load(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Folder, file));
        yaml.Load(reader);
        return yaml.Documents[0].RootNode;
    }

    private static IEnumerable<YamlNode> Sequence(YamlNode node, string key) => (YamlSequenceNode)node[key];

    private static string? Text(YamlNode node, string key) => ((YamlScalarNode)node[key]).Value;
}
