using System.CommandLine;
using System.Text.Json;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Hosting.Keys;

namespace Hunyuan3D.Hosting.Cli.Keys;

/// <summary><c>hunyuan3d keys create</c>. Standard output has the key and nothing else, so that it can go into a file or a secret store unseen.</summary>
internal sealed class KeysCreateVerb : Command
{
    private readonly Option<string?> _user = new("--user") { HelpName = "name", Description = "Whose jobs are submitted with it: 1 to 64 characters of A-Z a-z 0-9 . _ - @. Several keys may have the same user." };
    private readonly Option<bool> _admin = new("--admin") { Description = "An administrator's key: sees all jobs, dashboard, metrics, cluster and keys." };
    private readonly Option<string?> _requests = new("--requests-per-minute") { HelpName = "number", Description = "The most requests a minute at each gateway [default: any]." };
    private readonly Option<string?> _jobs = new("--jobs-per-day") { HelpName = "number", Description = "The most jobs on one day of UTC [default: any]." };
    private readonly Option<string?> _waiting = new("--max-waiting") { HelpName = "number", Description = "The most jobs of the user that wait [default: the queue's own bound]." };
    private readonly Option<string?> _priority = new("--max-priority") { HelpName = "batch|standard|interactive", Description = "The highest priority of its jobs [default: interactive]." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object." };
    private readonly KeySource _source = new();

    public KeysCreateVerb()
        : base("create", "Makes a key and prints it, once: only its hash is kept.")
    {
        Add(_user);
        Add(_admin);
        Add(_requests);
        Add(_jobs);
        Add(_waiting);
        Add(_priority);
        Add(_json);
        _source.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var request = Read(parsed);
        using var keys = _source.Open(parsed);
        var made = await keys.CreateAsync(request, cancellationToken);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_json))
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(made, NativeJson.Default.KeyReply));
            return ExitCode.Success;
        }

        await output.WriteLineAsync(made.Key);
        await parsed.InvocationConfiguration.Error.WriteLineAsync(
            $"Key {made.Id} of {made.User} ({made.Role.ToString().ToLowerInvariant()}). It is shown this once; 'hunyuan3d keys revoke {made.Id}' takes it back. Use: curl -H 'Authorization: Bearer KEY' ...");
        return ExitCode.Success;
    }

    private KeyRequest Read(ParseResult parsed)
    {
        (string Field, Option<string?> Option)[] options =
        [
            (KeyRequest.UserField, _user), (KeyRequest.RequestsPerMinuteField, _requests), (KeyRequest.JobsPerDayField, _jobs), (KeyRequest.MaxWaitingField, _waiting), (KeyRequest.MaxPriorityField, _priority),
        ];
        var given = options.Where(o => parsed.GetValue(o.Option) is not null).ToDictionary(o => o.Field, o => parsed.GetValue(o.Option)!);
        if (parsed.GetValue(_admin))
            given.Add(KeyRequest.RoleField, "admin");
        return KeyRequest.Read(given, field => options.Single(o => o.Field == field).Option.Name);
    }
}
