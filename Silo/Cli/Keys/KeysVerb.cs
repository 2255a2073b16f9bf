using System.CommandLine;
using System.CommandLine.Help;

namespace Hunyuan3D.Hosting.Cli.Keys;

/// <summary><c>hunyuan3d keys</c>: who may call the servers of a cluster. Without a verb it prints its help.</summary>
internal sealed class KeysVerb : Command
{
    public KeysVerb()
        : base("keys", "Makes, lists and revokes API keys.")
    {
        Add(new KeysCreateVerb());
        Add(new KeysListVerb());
        Add(new KeysRevokeVerb());
        SetAction(parsed => new HelpAction().Invoke(parsed));
    }
}
