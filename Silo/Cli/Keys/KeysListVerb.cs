using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hunyuan3D.Hosting.Cli.Models;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Hosting.Http.Access;

namespace Hunyuan3D.Hosting.Cli.Keys;

/// <summary><c>hunyuan3d keys list</c>: all keys, without their texts.</summary>
internal sealed class KeysListVerb : Command
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object." };
    private readonly KeySource _source = new();

    public KeysListVerb()
        : base("list", "Lists keys, revoked ones too.")
    {
        Add(_json);
        _source.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var source = _source.Open(parsed);
        var keys = await source.ListAsync(cancellationToken);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_json))
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(new KeyReplies(keys), NativeJson.Default.KeyReplies));
            return ExitCode.Success;
        }

        var table = new TextTable("id", "user", "role", "limits", "created", "last used", "state");
        foreach (var key in keys)
            table.Add(key.Id, key.User, key.Role.ToString().ToLowerInvariant(), Limits(key), Show(key.Created), Show(key.LastUsed), key.Revoked is { } revoked ? $"revoked {Show(revoked)}" : "good");
        await table.WriteAsync(output);
        return ExitCode.Success;
    }

    private static string Limits(KeyReply key)
    {
        string[] limits =
        [
            .. key.RequestsPerMinute is { } requests ? [$"{requests} requests/min"] : Array.Empty<string>(),
            .. key.JobsPerDay is { } jobs ? [$"{jobs} jobs/day"] : Array.Empty<string>(),
            .. key.MaxWaiting is { } waiting ? [$"{waiting} waiting"] : Array.Empty<string>(),
            .. key.MaxPriority is { } priority ? [$"up to {priority.ToString().ToLowerInvariant()}"] : Array.Empty<string>(),
        ];
        return limits.Length == 0 ? "-" : string.Join(", ", limits);
    }

    private static string Show(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";
}
