using System.CommandLine;
using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary><c>--models</c>: which model store.</summary>
internal sealed class ModelsFolderOption : Option<string?>
{
    // The same setting that a server reads.
    private const string Variable = "Hunyuan3D__Models__Folder";

    public ModelsFolderOption()
        : base("--models")
    {
        HelpName = "folder";
        Description = $"The model store [default: {Variable} of the environment, or {ModelStoreOptions.DefaultFolder}].";
    }

    public ModelStore Open(ParseResult parsed) => new(
        parsed.GetValue(this) is { Length: > 0 } asked ? asked
        : Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set
        : ModelStoreOptions.DefaultFolder);
}
