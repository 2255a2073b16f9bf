using System.CommandLine;
using System.CommandLine.Help;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary><c>hunyuan3d models</c>: what the engine hunyuan3d needs to run. Without a verb it prints its help.</summary>
internal sealed class ModelsVerb : Command
{
    public ModelsVerb()
        : base("models", "Installs, lists, checks and removes models.")
    {
        Add(new ModelsPullVerb());
        Add(new ModelsImportVerb());
        Add(new ModelsListVerb());
        Add(new ModelsVerifyVerb());
        Add(new ModelsRemoveVerb());
        SetAction(parsed => new HelpAction().Invoke(parsed));
    }
}
