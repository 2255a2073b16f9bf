using System.Text.Json;
using Hunyuan3D.Hosting.Cli;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Cli.Keys;

public sealed class KeysVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Create_ListAndRevoke_WorkOnTheFolder()
    {
        var (code, output, error) = await RunAsync("create", "--user", "anna", "--jobs-per-day", "5", "--max-priority", "batch");
        Assert.Equal((0, 1), (code, output.Trim().Split('\n').Length));
        var key = output.Trim();
        var id = key.Split('_')[1];
        Assert.StartsWith("h3d_", key, StringComparison.Ordinal);
        Assert.Contains(id, error, StringComparison.Ordinal);
        Assert.DoesNotContain(key, error, StringComparison.Ordinal);

        var listing = (await RunAsync("list")).Output;
        Assert.Matches($"{id} +anna +user +5 jobs/day, up to batch .* good", listing);
        (code, output, _) = await RunAsync("revoke", id);
        Assert.Equal((0, $"Key {id} of anna is revoked."), (code, output.Trim()));
        var json = JsonSerializer.Deserialize<JsonElement>((await RunAsync("list", "--json")).Output).GetProperty("keys")[0];
        Assert.NotEqual(JsonValueKind.Null, json.GetProperty("revoked").ValueKind);
        Assert.False(json.TryGetProperty("key", out _));
    }

    [Theory]
    [InlineData("--user is missing", "create")]
    [InlineData("--user must be 1 to 64 characters", "create", "--user", "no such/user")]
    [InlineData("--jobs-per-day must be a whole number from 1 to 1000000, not 0.", "create", "--user", "anna", "--jobs-per-day", "0")]
    [InlineData("--requests-per-minute must be", "create", "--user", "anna", "--requests-per-minute", "many")]
    [InlineData("--max-priority must be one of batch, standard, interactive, not urgent.", "create", "--user", "anna", "--max-priority", "urgent")]
    [InlineData("id must be the id of a key", "revoke", "../session")]
    [InlineData("--key must be --server beside it", "list", "--key", "h3d_x")]
    public async Task Run_WrongValue_IsNamed(string problem, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(problem, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("keys")));
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] folder = arguments.Contains("--key") ? [] : ["--data", _folder.Path];
        var code = await RootVerb.RunAsync(["keys", .. arguments, .. folder], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
