using System.Net;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Access;

public sealed class HostileRequestTests(HostileTarget target) : IClassFixture<HostileTarget>
{
    private const string Begin = "<!-- hostile requests: made of HostileTable.cs -->";
    private const string End = "<!-- end of hostile requests -->";

    public static TheoryData<string> Names => [.. HostileTable.All.Select(request => request.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Request_Hostile_IsAnsweredAsTheTableSays(string name)
    {
        var request = HostileTable.All.Single(row => row.Name == name);

        Assert.Equal(request.Answer, await request.SendAsync(target));

        // Nobody else notices, nothing was done to anybody's job, and only checked addresses were called.
        using var bert = target.Server.Http(target.Bert);
        Assert.Equal(HttpStatusCode.OK, (await bert.GetAsync($"/v1/generations/{target.JobOfBert}")).StatusCode);
        Assert.All([target.JobOfAnna, target.JobOfBert], id => Assert.NotNull(target.Server.Client[id].Status.Result));
        Assert.All(target.Server.Network.Dialled, address => Assert.Equal(IPAddress.Parse("1.2.3.4"), address));
    }

    /// <summary>To renew: put what the failure prints between the two marks.</summary>
    [Fact]
    public void Table_InTheDocumentation_IsThisOne()
    {
        var text = File.ReadAllText(RepositoryRoot.Combine("docs/security.md"));
        var rows = HostileTable.All.Select(row => $"| {row.Name} | {Show(row.Answer)} |");
        var table = string.Join('\n', ["| tried | answered |", "| --- | --- |", .. rows]);

        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        Assert.True(table == text[begin..text.IndexOf(End, StringComparison.Ordinal)].Trim(), table);
        Assert.True(HostileTable.All.Count >= 40);
        Assert.Equal(HostileTable.All.Count, HostileTable.All.Select(row => row.Name).Distinct().Count());
    }

    private static string Show(string answer) => answer.Split(' ') is [var status, var field] ? $"{status} `{field}`" : answer;
}
