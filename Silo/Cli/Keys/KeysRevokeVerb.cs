using System.CommandLine;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Cli.Keys;

/// <summary><c>hunyuan3d keys revoke</c>: the key is refused everywhere within two seconds, sessions made with it too.</summary>
internal sealed class KeysRevokeVerb : Command
{
    private readonly Argument<string> _id = new("id") { Description = "The key's id, as 'hunyuan3d keys list' shows it." };
    private readonly KeySource _source = new();

    public KeysRevokeVerb()
        : base("revoke", "Revokes a key. Jobs that were submitted with it go on.")
    {
        Add(_id);
        _source.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var keys = _source.Open(parsed);
        var id = parsed.GetValue(_id)!;
        var key = await keys.RevokeAsync(id, cancellationToken) ?? throw new InputProblemException(InputProblem.Value("id", "the id of a key; 'hunyuan3d keys list' shows them", id));
        await parsed.InvocationConfiguration.Output.WriteLineAsync($"Key {key.Id} of {key.User} is revoked.");
        return ExitCode.Success;
    }
}
