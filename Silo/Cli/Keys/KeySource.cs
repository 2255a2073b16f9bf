using System.CommandLine;
using Hunyuan3D.Hosting.Keys;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Cli.Keys;

/// <summary><c>--data</c> or <c>--server</c> with <c>--key</c>: whose keys.</summary>
internal sealed class KeySource
{
    public const string ServerOption = "--server";

    /// <summary>Where the caller's own key is looked for: on a command line, others of the machine see it.</summary>
    public const string Variable = "HUNYUAN3D_KEY";

    private readonly Option<string?> _data = new("--data") { HelpName = "folder", Description = $"The cluster's data folder; its servers may run or not [default: {ServeVerb.DefaultFolder}]." };
    private readonly Option<string?> _server = new(ServerOption) { HelpName = "url", Description = "Ask this server instead, for example https://models.example.com; needs an administrator's key." };
    private readonly Option<string?> _key = new("--key") { HelpName = "key", Description = $"Your own key for --server [default: {Variable} of the environment]." };

    public void AddTo(Command verb)
    {
        verb.Add(_data);
        verb.Add(_server);
        verb.Add(_key);
    }

    /// <exception cref="InputProblemException">The options contradict each other.</exception>
    public IKeyAdministration Open(ParseResult parsed)
    {
        if (parsed.GetValue(_server) is not { } server)
        {
            return parsed.GetValue(_key) is null
                ? new FolderKeys(new KeyFolder(Path.Combine(Path.GetFullPath(parsed.GetValue(_data) ?? ServeVerb.DefaultFolder), DataFolder.KeysName), TimeProvider.System))
                : throw new InputProblemException(InputProblem.Value(_key.Name, $"{ServerOption} beside it", "without"));
        }

        if (parsed.GetValue(_data) is not null)
            throw new InputProblemException(InputProblem.Value(ServerOption, "without --data", "both"));
        return Uri.TryCreate(server, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new ServerKeys(url, parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable(Variable))
            : throw new InputProblemException(InputProblem.Value(ServerOption, "an address such as https://models.example.com", server));
    }
}
